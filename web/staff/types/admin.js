/* What the administrator looks after: accounts, texts, sites, copies, persons.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/**
 * @typedef {object} User an account
 * @property {string} name
 * @property {string} role
 * @property {string} role_label
 * @property {boolean} disabled
 * @property {boolean} must_change
 * @property {number} created
 * @property {number} last_login 0 for never
 * @property {number} sessions log-ins that are open
 * @property {string[]} departments keys; none = all
 * @property {boolean} self
 *
 * @typedef {object} UsersPage
 * @property {User[]} users
 * @property {{ key: string, label: string }[]} roles
 * @property {{ key: string, label: string }[]} departments
 *
 * @typedef {object} AuditRow
 * @property {number} n
 * @property {number} t
 * @property {string} who "-" the command line, "?" nobody known
 * @property {string} what
 * @property {string} label
 * @property {string} about
 * @property {string} detail
 *
 * @typedef {object} SiteRow
 * @property {string} version
 * @property {string} catalogue
 * @property {number} published
 * @property {number} size
 * @property {number} kiosks that hold it
 * @property {boolean} current
 *
 * @typedef {object} BackupRow a copy of database and files
 * @property {number} n
 * @property {number} t
 * @property {number} took_ms
 * @property {string} who staff, "" the timetable, "-" the command line
 * @property {string} name
 * @property {string} file
 * @property {number} bytes
 * @property {boolean} verified
 * @property {string} why it does not hold
 * @property {number} reports
 * @property {number} cases
 *
 * @typedef {object} BackupPage
 * @property {BackupRow[]} rows
 * @property {boolean} running
 * @property {string} warning
 * @property {string} warning_text
 * @property {boolean} scheduled
 * @property {number} every_hours
 * @property {number} keep
 * @property {number} keep_days
 * @property {string} folder
 * @property {string} dir
 * @property {number} [newest]
 * @property {{ t: number, why: string }} [put_back]
 *
 * @typedef {object} TextRow a letter in the list
 * @property {string} name
 * @property {string} label
 * @property {string} to
 * @property {{ lang: string, own: boolean }[]} langs
 *
 * @typedef {object} TextOpen the letter that is open
 * @property {string} item "nl:closed"
 * @property {string} lang
 * @property {string} label
 * @property {string} to
 * @property {string} text in force
 * @property {boolean} own
 * @property {{ name: string, needed: boolean }[]} facts
 * @property {string} draft what somebody typed
 * @property {string} problem what is wrong with it
 * @property {string} subject how it reads
 * @property {string} body
 *
 * @typedef {{ by: "tenant"|"phone"|"mail", value: string, found: PersonFound|null, wrong: boolean }} PersonAsked
 *
 * @typedef {{ receipt: string, subject: string, state: string, captured: number }} PersonCase
 *
 * @typedef {{ made: number, register: { number: string, name: string, phone: string, mail: string, units: string }, cases: PersonCase[] }} PersonFound
 */

export {};
