// Says two minutes before it happens that the session is about to end, and lets it be kept.
const WARN_SECONDS = 120

export function initSessionWarning() {
  const seconds = Number(document.body.dataset.ctSessionSeconds)
  const warning = document.querySelector('[data-ct-session-warning]')
  const stay = warning?.querySelector('[data-ct-session-stay]')
  if (!stay || !seconds) {
    return
  }

  let timer
  let focused

  function hide() {
    warning.hidden = true
    focused?.focus()
    wait()
  }

  function show() {
    focused = document.activeElement
    warning.hidden = false
    stay.focus()
  }

  function wait() {
    window.clearTimeout(timer)
    timer = window.setTimeout(show, Math.max(seconds - WARN_SECONDS, 1) * 1000)
  }

  stay.addEventListener('click', async () => {
    // Any page of the service renews the session; a redirect means that it is already gone.
    const response = await fetch(stay.dataset.ctSessionUrl || window.location.href, {
      method: 'HEAD',
      redirect: 'manual',
      cache: 'no-store'
    })
    if (response.ok) {
      hide()
    } else {
      window.location.reload()
    }
  })
  wait()
}
