/* What a person does with a case, and the words that leave with it.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/**
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
 * @typedef {object} Bulk
 * @property {string} action
 * @property {Record<string, string>} values
 * @property {Record<string, string>} errors
 * @property {boolean} busy
 * @property {Record<number, { kind: "ok"|"error", text: string }>} results
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
 */

export {};
