/* The shapes of central's API as the office app reads them, and nothing else: this file has no code.
 * Every member that the page can live without is optional; the page never assumes more than `nr`.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

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
 * @typedef {"emergency"|"urgent"|"normal"|"planned"} Urgency
 *
 * @typedef {object} Me
 * @property {string} name
 * @property {string} [role]
 * @property {string} [role_label]
 * @property {string} csrf
 * @property {boolean} [must_change] logged in with a password somebody else gave
 * @property {string} [corporation]
 *
 * @typedef {{ from: string, until: string, by: "month"|"week" }} Period civil days, both within
 *
 * @typedef {{ key: string, label: string, type: "text"|"period"|"count"|"share"|"tenths"|"euro"|"case"|"yes" }} FigureColumn
 * shares and days are tenths, money is cents
 *
 * @typedef {object} FigureTable
 * @property {string} key
 * @property {string} title
 * @property {string} lead
 * @property {FigureColumn[]} columns
 * @property {(string|number|null)[][]} rows
 * @property {(string|number|null)[]} [total]
 * @property {boolean} [more] than is shown
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
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} label
 * @property {string} [note]
 * @property {string} [warn]
 *
 * @typedef {object} Field what a person fills in with a step
 * @property {string} name
 * @property {string} label
 * @property {"text"|"choice"|"party"|"date"|"code"|"staff"|"number"} type
 * @property {Choice[]} [choices]
 * @property {number} [cap] bytes
 * @property {boolean} [required]
 *
 * @typedef {object} Step
 * @property {string} action
 * @property {string} label
 * @property {string} to
 * @property {boolean} primary
 * @property {boolean} ready
 * @property {boolean} [letters] may a letter follow from it?
 * @property {string[]} missing
 * @property {Field[]} fields
 *
 * @typedef {object} Draft
 * @property {string} action "" when the form is closed
 * @property {number} seen version of the case it was begun with
 * @property {Record<string, Record<string, string>>} texts what was filled in, per action
 * @property {Record<string, string>} errors per field
 * @property {string} problem a sentence about the whole form
 * @property {Step} [step] as it was offered
 *
 * @typedef {object} Letter the words of a message
 * @property {string} kind mail, print, sms, or call: no letter, somebody is called
 * @property {string} [to_label]
 * @property {string} [address]
 * @property {string} [lang]
 * @property {string} [subject]
 * @property {string} [text]
 * @property {string} [subject_nl] where it is not Dutch
 * @property {string} [text_nl]
 *
 * @typedef {object} Preview
 * @property {"idle"|"loading"|"incomplete"|"ready"|"error"} state
 * @property {string} key what it belongs to
 * @property {Letter[]} letters
 * @property {string} error
 *
 * @typedef {object} Message a letter, card, text or call of a case
 * @property {number} id
 * @property {string} kind
 * @property {string} why
 * @property {string} why_label
 * @property {string} to_label
 * @property {string} [to] address
 * @property {string} state
 * @property {string} [state_label]
 * @property {string} [reason]
 * @property {number} due
 * @property {number} [done]
 * @property {number} attempts
 * @property {string} [by]
 * @property {string[]} [acts] what may be decided: retry, drop, paper, phone, bounced
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
 * @typedef {object} Code
 * @property {string} code
 * @property {string} label
 *
 * @typedef {object} Catalogue
 * @property {(Code & { objects: (Code & { faults: Code[] })[] })[]} areas
 * @property {Code[]} causes
 *
 * @typedef {object} Bulk
 * @property {string} action
 * @property {Record<string, string>} values
 * @property {Record<string, string>} errors
 * @property {boolean} busy
 * @property {Record<number, { kind: "ok"|"error", text: string }>} results
 *
 * @typedef {object} Lead
 * @property {string} department
 * @property {string} label
 * @property {string} leader
 * @property {string} deputy
 * @property {string} away_from
 * @property {string} away_until
 * @property {string} now
 *
 * @typedef {object} Leaders
 * @property {"idle"|"loading"|"ready"|"error"} state
 * @property {string} error
 * @property {Lead[]} rows
 * @property {string[]} choices
 * @property {Record<string, Partial<Lead>>} forms what was changed and not saved
 * @property {Record<string, { field: string, text: string }>} problems
 *
 * @typedef {object} WhatIf
 * @property {string} csv the changed file
 * @property {string} name of that file, "" when it was pasted
 * @property {string} from first and last day, "" the usual
 * @property {string} to
 * @property {"idle"|"asking"|"ready"|"error"} state
 * @property {string} error what central said
 * @property {string} field that it refused
 * @property {Found|null} found
 *
 * @typedef {object} Found What central found (server/ladder_sim.h, server/rules_sim.h).
 * @property {{ line: number, text: string }[]} [problems]
 * @property {number} cases
 * @property {number} from
 * @property {number} until
 * @property {number} active_version
 * @property {number} [unclear]
 * @property {LadderSide} [active]
 * @property {LadderSide} [changed]
 * @property {{ cases: number, kinds: Differing[] }} [differ]
 * @property {number} [unread]
 * @property {number} [skipped]
 * @property {number} [since]
 * @property {number} [moved]
 * @property {number} [more]
 * @property {Move[]} [moves]
 * @property {{ rank: number, rule: string, party_label: string, cases: number }[]} [rules]
 *
 * @typedef {object} LadderFigures
 * @property {number} started
 * @property {number} met
 * @property {number} late
 * @property {number} running
 * @property {number} warned
 *
 * @typedef {LadderFigures & { rank: number, clock: string, label: string, reason: string, spare_median_s: number|null,
 *   spare_p90_s: number|null, rungs: { who: string[], fired: number }[] }} LadderFigured
 * @typedef {{ rules: LadderFigured[], total: LadderFigures & { told: number } }} LadderSide
 * @typedef {{ rank: number, due: number, end: number, late: boolean }} Ran
 * @typedef {{ nr: number, receipt: string, clock: string, label: string, was: Ran|null, now: Ran|null }} DifferingCase
 * @typedef {{ what: string, label: string, clocks: number, cases: DifferingCase[] }} Differing
 * @typedef {{ cases: number, from_label: string, to_label: string, was: { rank: number, rule: string },
 *   now: { rank: number, rule: string }, shown: { nr: number, receipt: string, then_label: string }[] }} Move
 *
 * @typedef {object} Phrase a standard text
 * @property {number} id 0: a new one
 * @property {string} subject note, result or message
 * @property {string} [subject_label]
 * @property {string} title
 * @property {string} text
 *
 * @typedef {object} Phrases
 * @property {"idle"|"loading"|"ready"|"error"} state
 * @property {string} error
 * @property {Phrase[]} rows
 * @property {Choice[]} subjects
 * @property {{ name: string, label: string }[]} holes
 * @property {Record<number, Partial<Phrase>>} forms what was changed and not saved
 * @property {Record<number, { field: string, text: string }>} problems
 *
 * @typedef {object} Tried
 * @property {number} rank
 * @property {string} rule
 * @property {string} why_not
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
 *
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
 * @typedef {object} SetRow a rule or a deadline, in words
 * @property {string} rank
 * @property {string} name
 * @property {{ label: string, value: string }[]} when
 * @property {{ label: string, value: string }[]} then
 * @property {string} reason
 *
 * @typedef {object} SetPage
 * @property {number} version shown
 * @property {number} newest in force
 * @property {SetRow[]} rows
 * @property {{ version: number, added: number, who: string }[]} versions
 *
 * @typedef {object} SetChange
 * @property {"added"|"removed"|"changed"} what
 * @property {string} rank
 * @property {string} name
 * @property {{ label: string, before: string, after: string }[]} cells
 *
 * @typedef {object} SetDraft
 * @property {string} page
 * @property {string} file
 * @property {string} csv
 * @property {number} version it was compared with
 * @property {{ line: number, text: string }[]} problems
 * @property {SetChange[]} changes
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
 */

/** One person as the administrator asks about them.
 * @typedef {{ by: "tenant"|"phone"|"mail", value: string, found: PersonFound|null, wrong: boolean }} PersonAsked */
/** @typedef {{ receipt: string, subject: string, state: string, captured: number }} PersonCase */
/** @typedef {{ made: number, register: { number: string, name: string, phone: string, mail: string, units: string }, cases: PersonCase[] }} PersonFound */

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
 * @property {import('../kiosk/js/types.js').Promises} [promises]
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
