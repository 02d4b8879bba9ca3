/* Homes, tenants, parties and what is wrong in the register.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {import('./case.js').Row} Row */

/**
 * @typedef {object} Refer whom a tenant turns to for a role, or why nobody
 * @property {boolean} found
 * @property {string} why
 * @property {string} reason
 * @property {string} as provider, supplier or ""
 * @property {string} role
 * @property {string} role_label
 * @property {string} key
 * @property {string} name
 * @property {string} contact
 * @property {string} phone
 * @property {string} mail
 * @property {string} hours
 * @property {string} channels
 * @property {string} number of the contract
 * @property {string} sla
 * @property {string} first_contact
 * @property {string} valid_until
 *
 * @typedef {object} Tenant
 * @property {string} number
 * @property {string} name
 * @property {string} phone
 * @property {string} mail
 *
 * @typedef {object} Dwelling a row of the phone desk's list
 * @property {string} key
 * @property {string} label
 * @property {string} [postcode]
 * @property {string} [city]
 * @property {string} [complex]
 * @property {string} [riser]
 * @property {string} [type]
 * @property {boolean} [nom]
 * @property {Refer|null} [provider]
 * @property {Refer|null} [supplier]
 * @property {Refer} [refer]
 * @property {Tenant[]} [tenants]
 * @property {number} [open_cases]
 * @property {{ nr: number, party: string, t: number, open: boolean }|null} [referral]
 *
 * @typedef {{ key: string, kind: string, label: string, rooms?: string[] }} Unit
 *
 * @typedef {Dwelling & { answers?: Refer[], cases?: Row[], unit?: Unit, units?: Unit[] }} Home
 *
 * @typedef {object} Fault
 * @property {string} code
 * @property {string} what
 * @property {string} todo
 * @property {string} party
 * @property {string} party_label
 * @property {string} role
 * @property {string} role_label
 * @property {string} dwelling
 * @property {string} address
 * @property {string} rule
 * @property {string} date
 *
 * @typedef {{ faults: Fault[], count: number, more: boolean, more_counted?: boolean, next: string }} Faults
 *
 * @typedef {object} Contract
 * @property {string} number
 * @property {string} role
 * @property {string} role_label
 * @property {string} sla
 * @property {string} first_contact
 * @property {string} valid_from
 * @property {string} valid_until
 * @property {boolean} follows the suppliers file
 *
 * @typedef {object} Contact
 * @property {string} role
 * @property {string} role_label
 * @property {string} name
 * @property {string} phone
 * @property {string} mail
 * @property {string} hours
 * @property {string} channels
 * @property {number} order
 * @property {string} valid_from
 * @property {string} valid_until
 * @property {boolean} follows the suppliers file
 *
 * @typedef {object} PartyPage
 * @property {string} key
 * @property {string} name
 * @property {string} kind
 * @property {string} today
 * @property {Contract[]} contracts
 * @property {Contact[]} contacts
 * @property {{ key: string, label: string }[]} roles
 *
 * @typedef {object} Party
 * @property {string} key
 * @property {string} name
 * @property {string} [kind]
 * @property {string} [phone]
 * @property {string} [mail]
 * @property {string} [hours]
 * @property {boolean} [incomplete]
 * @property {boolean} [expired]
 * @property {string} [first_contact] "party": the tenant calls them first
 */

export {};
