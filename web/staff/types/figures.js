/* The figures of the office.
 * Shapes of central's answers as the office app reads them, no code: whatever the page can live without is optional.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

/**
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
 */

export {};
