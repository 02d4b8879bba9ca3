/* Shapes the modules share; types only, nothing runs.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/**
 * A rented object as the API tells it.
 * @typedef {{ key: string, kind: "dwelling"|"parking"|"storage", label: string, rooms: string[] }} Unit
 *
 * Everything a person answered so far: codes, and what was typed. One per tab, in sessionStorage.
 * @typedef {object} Draft
 * @property {string} id UUIDv7 made at the first touch; names the report for ever
 * @property {"home"|"surroundings"} branch
 * @property {boolean} energy came in by the door of energy and meters
 * @property {""|"question"|"complaint"} ask about energy; "" for something that is broken
 * @property {boolean} other what it is about is not in the list
 * @property {""|"no"|"party"|"us"} again told before, and whom
 * @property {""|"not_taken_up"|"dissatisfied"} trouble why the tenant comes back
 * @property {string} party key of the party of this home
 * @property {boolean} through the corporation passes it on
 * @property {"tenant"|"guest"} actor
 * @property {string} number tenant number as typed
 * @property {string} street
 * @property {string} house house number as typed
 * @property {Unit[]} units what there is to choose from
 * @property {Unit|null} unit
 * @property {boolean} subscription
 * @property {string} path deepest page of the tiles seen, below the language
 * @property {string} area
 * @property {string} object
 * @property {string} fault
 * @property {string} suspect code, "WEET-NIET" for don't know
 * @property {{code: string, path: string}[]} questions what the fault asks
 * @property {Record<string, string>} answers
 * @property {string} urgency "" until known
 * @property {string} words
 * @property {boolean} wordsAsked the optional own words were offered
 * @property {""|"people"|"object"} source
 * @property {string} kind
 * @property {string} place
 * @property {string} placeText
 * @property {[string, string][]} slots civil date and day-part
 * @property {boolean} call rather call me
 * @property {string} name
 * @property {""|"phone"|"mail"} via
 * @property {string} phone
 * @property {string} mail
 *
 * @typedef {object} Receipt what the receipt page shows; wiped with "Klaar"
 * @property {string} receipt
 * @property {string|null} follow
 * @property {string} urgency
 * @property {number} t
 * @property {"phone"|"mail"} via
 * @property {boolean} fitter a fitter comes (problem at home)
 * @property {boolean} [energy] a question or complaint about energy
 *
 * Whom a home calls first (GET energy).
 * @typedef {{ name: string, phone: string, mail?: string, hours?: string, department?: boolean, key?: string }} Party
 * @typedef {{ nom: boolean, why: "sla"|"own_path"|"no_party"|"out_of_date", first: "party"|"corporation", party: Party|null,
 *   text: Record<string, string>|null, corporation: { name: string, phone: string } }} Referral
 *
 * @typedef {object} Place where this page runs
 * @property {{name: string, phone?: string, [key: string]: unknown}} corporation
 * @property {string} [place]
 * @property {"kiosk"|"phone"|"tablet"|"web"} channel
 * @property {boolean} [online]
 * @property {Promises} [promises] what the corporation promises
 *
 * @typedef {object} Promises working days, but for urgent_hours
 * @property {number} confirm_days
 * @property {number} fitter_days
 * @property {number} planned_days
 * @property {number} outside_days
 * @property {number} urgent_hours
 *
 * @typedef {{ code: string, field?: string, detail?: string }} Problem
 * @typedef {{ ok: boolean, status: number, data: any, problem: Problem|null }} Answer
 */
export {};
