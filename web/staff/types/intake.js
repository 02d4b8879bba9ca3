/* A report that is being taken by the desk.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {import('./case.js').Urgency} Urgency */

/**
 * @typedef {{ code: string, label: string }} Named
 *
 * @typedef {object} IntakeFault
 * @property {string} code
 * @property {string} label
 * @property {Urgency} urgency
 * @property {string} urgency_label
 * @property {string} emergency
 * @property {string[]} questions
 * @property {Named[]} suspects
 *
 * @typedef {object} Door a kind of report, and what it asks
 * @property {string} branch
 * @property {string} kind
 * @property {string} label
 * @property {string} cause people, object or ""
 * @property {boolean} energy
 * @property {string[]} asks
 *
 * @typedef {object} IntakeForm what the form of a new report is made of
 * @property {string} version
 * @property {Door[]} doors
 * @property {(Named & { common: boolean, objects: (Named & { energy: boolean, faults: IntakeFault[] })[] })[]} areas
 * @property {IntakeFault[]} people
 * @property {IntakeFault[]} things
 * @property {Named[]} places
 * @property {(Named & { answers: Named[] })[]} questions
 * @property {Named[]} parts
 *
 * @typedef {object} Intake a report that is being taken; codes, and what was typed
 * @property {string} id
 * @property {string} who the operator whose draft this is
 * @property {string} door branch/kind
 * @property {string} home key of the address
 * @property {string} unit what is rented there
 * @property {string} room
 * @property {string} object
 * @property {string} fault
 * @property {string} suspect
 * @property {Record<string, string>} answers
 * @property {string} words
 * @property {string} place
 * @property {string} placeText
 * @property {string} again no, party or us
 * @property {string} trouble
 * @property {string[]} slots day and part, "2026-11-25 OCH"
 * @property {boolean} call
 * @property {string} tenant number of who calls
 * @property {string} name
 * @property {string} phone
 * @property {string} mail
 * @property {string} via
 *
 * @typedef {object} Verdict
 * @property {string|null} missing
 * @property {boolean} wrong
 * @property {Urgency} [urgency]
 * @property {string} [urgency_label]
 * @property {boolean} [urgent] confirmed by phone, no day asked
 * @property {string|null} [emergency]
 * @property {{ who: string, sentence: string, ground: string }|null} [payer]
 *
 * @typedef {object} EnergyAnswer
 * @property {"party"|"corporation"} first
 * @property {{ key?: string, name: string, phone: string, hours?: string, department?: boolean }|null} party
 * @property {{ name: string, phone: string }} corporation
 *
 * @typedef {object} Saved
 * @property {number} nr
 * @property {string} receipt
 * @property {string|null} follow
 * @property {Urgency} urgency
 * @property {number} t
 * @property {"phone"|"mail"} via
 * @property {boolean} fitter
 * @property {boolean} energy
 * @property {boolean} refer a party is to be called first
 * @property {import('../../kiosk/js/types.js').Promises} [promises]
 *
 * @typedef {object} Sign an emergency: whom to call, what to tell the caller
 * @property {string} code
 * @property {string} label
 * @property {string} number
 * @property {string} who
 * @property {boolean} leave
 * @property {string[]} say
 */

export {};
