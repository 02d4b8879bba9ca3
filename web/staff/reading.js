/* Reading from central, a subject at a time: a later question about the same subject overtakes an earlier
 * one. An answer that was overtaken is never shown, and whoever asked it waits for the newer one, so that
 * what follows a reading ("saved", the focus) goes by what the page shows.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import { asApiError, noteFailure, noteSuccess } from './outcome.js';

/** The question asked last, by subject. @type {Map<string, { settled: Promise<void> }>} */
const newest = new Map();

/**
 * @param {string} subject @param {() => Promise<any>} question
 * @param {(data: any) => void} put on screen @param {(refusal: import('./api.js').ApiError) => void} refuse
 * @returns {Promise<void>} settled, never rejected, when the newest question about the subject is
 */
export function reading(subject, question, put, refuse) {
	const mine = { settled: Promise.resolve() };
	newest.set(subject, mine);
	mine.settled = answer(subject, mine, question, put, refuse);
	return mine.settled;
}

/** @param {string} subject @param {{ settled: Promise<void> }} mine @param {() => Promise<any>} question
 * @param {(data: any) => void} put @param {(refusal: import('./api.js').ApiError) => void} refuse @returns {Promise<void>} */
async function answer(subject, mine, question, put, refuse) {
	try {
		const data = await question();
		noteSuccess();
		if (newest.get(subject) === mine) return put(data);
	} catch (error) {
		const refusal = asApiError(error);
		noteFailure(refusal);
		if (newest.get(subject) === mine) return refuse(refusal);
	}
	return newest.get(subject)?.settled;
}
