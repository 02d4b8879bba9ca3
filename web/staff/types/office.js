/* Who is logged in, and what comes in, goes out and calls.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {import('./case.js').Clock} Clock */
/** @typedef {import('./case.js').Urgency} Urgency */

/**
 * @typedef {object} Me
 * @property {string} name
 * @property {string} [role]
 * @property {string} [role_label]
 * @property {string} csrf
 * @property {boolean} [must_change] logged in with a password somebody else gave
 * @property {string} [corporation]
 *
 * @typedef {object} Alarm
 * @property {number} id
 * @property {string} sign
 * @property {string} [label]
 * @property {string} [place]
 * @property {number} captured
 * @property {boolean} accepted
 * @property {number} [accepted_t]
 * @property {string} [accepted_by]
 * @property {Clock[]} [clocks]
 *
 * @typedef {object} Quarantined
 * @property {number} n
 * @property {string} id
 * @property {string} code
 * @property {string} [label]
 * @property {string} [path]
 * @property {string} [device]
 * @property {number} [received]
 *
 * @typedef {object} Received something that came in and cannot be used
 * @property {"quarantined"|"void"|"stray"|"parked"} kind
 * @property {string} [kind_label]
 * @property {string} [code] why
 * @property {string} [label] the same in words
 * @property {string} [path]
 * @property {string} [id]
 * @property {string} [parent] parked: what it waits for
 * @property {string} [device]
 * @property {string} [place] the name of that kiosk
 * @property {number} [number] of the item within its kiosk
 * @property {number} [received]
 * @property {number} [told] parked: when it became an alarm, 0 for not
 *
 * @typedef {object} Outgoing
 * @property {number} id
 * @property {number} nr
 * @property {string} kind mail, call, print or sms
 * @property {string} [why_label] what it is about
 * @property {string} state
 * @property {string} [state_label]
 * @property {string} [receipt]
 * @property {string} [name]
 * @property {string} [phone] calls only
 * @property {string} [lang] calls only
 * @property {string} [subject]
 * @property {number} [attempts]
 * @property {string} [error]
 * @property {string} [note]
 * @property {string} [by]
 * @property {number} [due] deadline of a call, next attempt of a mail
 * @property {number} [done]
 * @property {Urgency} [urgency]
 *
 * @typedef {object} Device
 * @property {string} device
 * @property {string} [label]
 * @property {string} [prefix]
 * @property {string} [state]
 * @property {number} [last_contact]
 * @property {number} [pending]
 * @property {number} [oldest_s]
 * @property {number} [dead]
 * @property {number} [disk_free]
 * @property {string} [site] version it fetched last
 * @property {string[]} [complexes]
 * @property {string} [software]
 * @property {string} [hardware] which machine, short
 * @property {string} [parent] line it began beside
 * @property {number} [enrolled]
 * @property {number} [hwm] items it delivered
 *
 * @typedef {object} Notice a deadline somebody must know of
 * @property {number} id
 * @property {number} nr
 * @property {number} t
 * @property {number} [alarm] the alarm it is about; then nr is 0
 * @property {string} what warn or late
 * @property {string} [what_label]
 * @property {string} [clock_label]
 * @property {number} due
 * @property {string} [subject]
 */

export {};
