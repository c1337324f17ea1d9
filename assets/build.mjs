// Compiles the style sheet and the script and gathers the fonts. Run as `npm run build`.
// Output: build/static (served by the web process) and build/fonts (read by the letters).
import { build as bundle } from 'esbuild'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const served = process.env.STATIC_BUILD_DIR || join(root, 'build', 'static')
// Everything is made beside its place and moved there at the end: a running system is never
// without its style sheet, and a build that fails leaves the last good one.
const staticDir = `${served}.new`
const lettersRead = join(root, 'build', 'fonts')
const letterFonts = `${lettersRead}.new`

const webFonts = join(modules, '@fontsource', 'atkinson-hyperlegible-next')
const printFonts = join(modules, '@expo-google-fonts', 'atkinson-hyperlegible-next')
const broadFonts = join(modules, 'dejavu-fonts-ttf')

function fresh(...folders) {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
  }
}

function replace(old, fresh) {
  rmSync(`${old}.old`, { recursive: true, force: true })
  if (existsSync(old)) {
    renameSync(old, `${old}.old`)
  }
  renameSync(fresh, old)
  rmSync(`${old}.old`, { recursive: true, force: true })
}

function styles() {
  const result = compile(join(root, 'assets', 'scss', 'app.scss'), {
    loadPaths: [modules],
    style: 'compressed'
  })
  mkdirSync(join(staticDir, 'css'))
  writeFileSync(join(staticDir, 'css', 'app.css'), result.css)
}

async function scripts() {
  await bundle({
    entryPoints: [join(root, 'assets', 'js', 'app.js')],
    bundle: true,
    format: 'esm',
    minify: true,
    target: ['es2020'],
    legalComments: 'none',
    outfile: join(staticDir, 'js', 'app.js')
  })
}

function screenFonts() {
  for (const subset of ['latin', 'latin-ext']) {
    for (const weight of [400, 700]) {
      cpSync(
        join(webFonts, 'files', `atkinson-hyperlegible-next-${subset}-${weight}-normal.woff2`),
        join(staticDir, 'fonts', `atkinson-${subset}-${weight}.woff2`)
      )
    }
  }
  cpSync(join(webFonts, 'LICENSE'), join(staticDir, 'fonts', 'LICENSE-atkinson.txt'))
}

function fontsForLetters() {
  for (const style of ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic']) {
    const file = `AtkinsonHyperlegibleNext_${style}.ttf`
    cpSync(join(printFonts, style, file), join(letterFonts, file))
  }
  cpSync(join(printFonts, 'LICENSE_FONT'), join(letterFonts, 'LICENSE-atkinson.txt'))
  // Behind it for scripts that Atkinson does not have.
  for (const style of ['', '-Bold', '-Oblique', '-BoldOblique']) {
    const file = `DejaVuSans${style}.ttf`
    cpSync(join(broadFonts, 'ttf', file), join(letterFonts, file))
  }
  cpSync(join(broadFonts, 'LICENSE'), join(letterFonts, 'LICENSE-dejavu.txt'))
}

fresh(staticDir, letterFonts)
styles()
await scripts()
screenFonts()
cpSync(join(root, 'assets', 'icons'), join(staticDir, 'icons'), { recursive: true })
fontsForLetters()
replace(served, staticDir)
replace(lettersRead, letterFonts)

const size = (...path) => `${(readFileSync(join(served, ...path)).length / 1024).toFixed(0)} KB`
console.log(`css/app.css ${size('css', 'app.css')}, js/app.js ${size('js', 'app.js')}`)
