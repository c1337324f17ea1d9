// Progressive enhancement only: every page works without this file.
import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink
} from 'govuk-frontend'

import { initExit } from './exit.js'
import { initSessionWarning } from './session.js'

// GOV.UK Frontend's components refuse to start without the second class.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

const components = [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink
]

for (const component of components) {
  createAll(component)
}
initExit()
initSessionWarning()
