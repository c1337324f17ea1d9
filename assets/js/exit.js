// Leaves the page at once: by the exit button, or by pressing Escape three times.
const PRESSES = 3
const WITHIN_MS = 2000

function leave(address) {
  document.documentElement.classList.add('ct-leaving')
  document.title = ' '
  // The page is replaced, so that "back" does not return to it.
  window.location.replace(address)
}

export function initExit() {
  const link = document.querySelector('[data-ct-exit]')
  if (!link) {
    return
  }
  link.addEventListener('click', (event) => {
    event.preventDefault()
    leave(link.href)
  })

  let presses = []
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat) {
      return
    }
    presses = [...presses.filter((time) => event.timeStamp - time < WITHIN_MS), event.timeStamp]
    if (presses.length >= PRESSES) {
      leave(link.href)
    }
  })

  // A page kept in the browser's memory must not come back hidden for its owner.
  window.addEventListener('pageshow', () => {
    document.documentElement.classList.remove('ct-leaving')
  })
}
