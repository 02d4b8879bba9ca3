/* Rules, deadlines and leaders: as they stand, as a draft, and what a draft would change.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/**
 * @typedef {object} Code
 * @property {string} code
 * @property {string} label
 *
 * @typedef {object} Catalogue
 * @property {(Code & { objects: (Code & { faults: Code[] })[] })[]} areas
 * @property {Code[]} causes
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
 *
 * @typedef {{ rules: LadderFigured[], total: LadderFigures & { told: number } }} LadderSide
 *
 * @typedef {{ rank: number, due: number, end: number, late: boolean }} Ran
 *
 * @typedef {{ nr: number, receipt: string, clock: string, label: string, was: Ran|null, now: Ran|null }} DifferingCase
 *
 * @typedef {{ what: string, label: string, clocks: number, cases: DifferingCase[] }} Differing
 *
 * @typedef {{ cases: number, from_label: string, to_label: string, was: { rank: number, rule: string },
 *   now: { rank: number, rule: string }, shown: { nr: number, receipt: string, then_label: string }[] }} Move
 *
 * @typedef {object} Tried
 * @property {number} rank
 * @property {string} rule
 * @property {string} why_not
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
 */

export {};
