/* A case: its row in a list, its page, its history, its clocks.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/** @typedef {import('./sets.js').Tried} Tried */
/** @typedef {import('./steps.js').Message} Message */
/** @typedef {import('./steps.js').Step} Step */

/**
 * @typedef {"emergency"|"urgent"|"normal"|"planned"} Urgency
 *
 * @typedef {object} View
 * @property {string} key
 * @property {string} [label]
 * @property {number} count
 * @property {number} [overdue] where only some of them are a reason to alarm: how many
 *
 * @typedef {object} Row one case in a list
 * @property {number} nr
 * @property {string} [receipt]
 * @property {Urgency} [urgency]
 * @property {string} [urgency_label]
 * @property {string} [subject]
 * @property {string} [address]
 * @property {string} [party]
 * @property {number|null} [due] ms since 1970
 * @property {string} [due_reason]
 * @property {number} [late_s]
 * @property {string} [state]
 * @property {string} [state_label]
 * @property {string} [channel]
 * @property {number} [captured]
 * @property {number} [received]
 * @property {boolean} [unread]
 * @property {string|null} [owner]
 * @property {string} [kind]
 * @property {string} [kind_label]
 * @property {number} [reopened]
 * @property {Task} [task] in the list of tasks
 * @property {string} [why] why it is linked to another
 * @property {string} [reason] why it is in the exception queue
 *
 * @typedef {object} Answer
 * @property {string} question
 * @property {string} answer
 * @property {string|null} [original]
 *
 * @typedef {object} CaseEvent
 * @property {number} n
 * @property {number} t
 * @property {string} [who]
 * @property {string} what
 * @property {string} [text]
 * @property {Record<string, any>} [detail]
 * @property {{ label: string, value: string, type: string }[]} [facts] the detail in words
 *
 * @typedef {object} Task
 * @property {number} id
 * @property {string} what
 * @property {string} [owner]
 * @property {number} due
 * @property {string} [made_by]
 * @property {number} [done]
 * @property {string} [done_by]
 *
 * @typedef {object} Referral
 * @property {number} nr
 * @property {number} t
 * @property {string} party
 * @property {string} party_label
 * @property {string} [medium_label]
 * @property {string} [why]
 * @property {string} [who]
 * @property {number} [returned]
 * @property {string} [phone]
 * @property {string} [mail]
 * @property {string} [hours]
 *
 * @typedef {object} Before what the reporter said of telling it before
 * @property {string} party
 * @property {string} party_label
 * @property {string} reason
 * @property {string} reason_label
 * @property {{ nr: number, t: number, party_label: string }} [referral] that of this person about this address
 *
 * @typedef {object} Clock
 * @property {string} clock
 * @property {string} label
 * @property {number} due
 * @property {number} [warn]
 * @property {string} [explain]
 * @property {boolean} [late]
 *
 * @typedef {object} Route
 * @property {string} [rule]
 * @property {number} [rank]
 * @property {string} [party]
 * @property {string} [party_label]
 * @property {string} [party_phone]
 * @property {string} [party_mail]
 * @property {string} [party_hours]
 * @property {string} [party_contract]
 * @property {string} [party_sla]
 * @property {string} [party_until] civil date
 * @property {string} [reason]
 * @property {Tried[]} [tried]
 *
 * @typedef {object} Confirmation
 * @property {string|number} [id]
 * @property {string} [kind] mail or call
 * @property {string} [state]
 * @property {string} [to]
 * @property {number|null} [due]
 * @property {number} [late_s]
 * @property {number} [attempts]
 * @property {string|null} [error]
 * @property {number|null} [t] when it was sent or reached
 * @property {number|null} [done] the same, as central says it
 * @property {string} [by]
 * @property {string} [note]
 *
 * @typedef {object} Slots
 * @property {[string, string][]} [slots]
 * @property {boolean} [call]
 *
 * @typedef {Row & {
 *   report?: Record<string, any>, answers?: Answer[],
 *   contact?: { name?: string, phone?: string, mail?: string, via?: string, number?: string, actor?: string, actor_ref?: string },
 *   place?: Record<string, any>, address_full?: Record<string, any>,
 *   route?: Route, events?: CaseEvent[], confirmation?: Confirmation|Confirmation[]|null,
 *   lang?: string, catalogue?: string, words?: string, when?: Slots, kiosk?: string,
 *   payer?: string, late_reason?: string, version?: number, steps?: Step[], tasks?: Task[], referral?: Referral,
 *   links?: Row[], earlier?: Row[], clocks?: Clock[], kind_first?: string, kind_first_label?: string,
 *   department?: string, department_label?: string, objection?: number, suspicion?: string, found?: string,
 *   found_label?: string, before?: Before, messages?: Message[], looking?: { name: string, typing?: boolean }[], unreadable?: string }} Case
 */

export {};
