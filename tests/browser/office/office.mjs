/* What every office test needs: a browser, a logged-in page, ways to make things happen, axe, and the
 * line that says which requirement a passed test proves.
 *
 * Drives the real daemons through ../stack.mjs, or those of CENTRAL_URL and KIOSK_URL with the log-in
 * OFFICE_NAME and OFFICE_PASSWORD. OFFICE_SAMPLE=1 puts the design tool (web/staff/dev.mjs) in their
 * place, to work on the tests themselves; that run proves nothing and says so. OFFICE_SLOW=700 lets every
 * answer to a reading come so many milliseconds late: what then fails went by hope, the page or its test.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROWSER, PATIENCE } from '../stack.mjs';
import { realOffice, sampleOffice } from './worlds.mjs';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const need = createRequire(join(web, 'package.json'));
const { chromium } = need('playwright-core');
const AXE = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.SHOTS_DIR;
export const sample = process.env.OFFICE_SAMPLE === '1';
const LATE = Number(process.env.OFFICE_SLOW ?? 0);

/** One office per test file: opened before its first test, closed after its last. */
export function officeOfThisFile() {
	const office = /** @type {any} */ ({});
	before(async () => { Object.assign(office, await openOffice()); });
	after(async () => { await office.close?.(); });
	return office;
}

/** The row of a case in the list. */
export function rowOf(page, receipt) {
	return page.locator('.row', { has: page.locator(`[data-receipt="${receipt}"]`) });
}

/** The office under test, and a browser. */
async function openOffice() {
	const office = await (sample ? sampleOffice() : realOffice());
	const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
	return { ...office, browser, close: async () => { await browser.close(); await office.close(); } };
}

/** A page of a fresh visitor; what it complains about is kept and must stay empty. */
export async function newPage(office, { width = 1440, height = 900, ...rest } = {}) {
	const context = await office.browser.newContext({ viewport: { width, height }, ...rest });
	context.setDefaultTimeout(PATIENCE);
	if (LATE) await context.route('**/api/v1/**', answerLate);
	const page = await context.newPage();
	page.troubles = [];
	page.on('pageerror', (error) => page.troubles.push(error.message));
	page.on('console', (message) => {
		if (/Content Security Policy|Refused to/.test(message.text())) page.troubles.push(message.text());
	});
	page.on('dialog', (dialog) => { page.troubles.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
	return page;
}

/** A line on which every reading takes its time; acts go at once. @param {import('playwright-core').Route} route */
async function answerLate(route) {
	if (route.request().method() === 'GET') await new Promise((go) => { setTimeout(go, LATE); });
	await route.continue().catch(() => {}); /* the page may be gone by now */
}

/** Log in and stand at a place of the app ("alle", "bellen"). */
export async function enter(office, page, place = 'alle') {
	await page.goto(`${office.url}#/${place}`);
	await page.getByLabel('Gebruikersnaam').fill(office.name);
	await page.getByLabel('Wachtwoord').fill(office.password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
}

/** A loggedin page at a place, at once. */
export async function atPlace(office, place, options) {
	const page = await newPage(office, options);
	await enter(office, page, place);
	return page;
}

/** Somebody of the demo by name of role ("kcc", "leider"), logged in at a place, on a page of their own. */
export async function staffAt(office, who, place, options) {
	const page = await newPage(office, options);
	const { name, password } = office.as(who);
	await page.goto(`${office.url}#/${place}`);
	await page.getByLabel('Gebruikersnaam').fill(name);
	await page.getByLabel('Wachtwoord').fill(password);
	await page.keyboard.press('Enter');
	await page.locator('.line--on').waitFor();
	return page;
}

/** Somebody of the demo at the API, without a page: ask(path), step(nr, action, fields). */
export async function clerk(office, who) {
	const { name, password } = office.as(who);
	const origin = office.url.replace(/\/$/, '');
	const reply = await fetch(`${origin}/api/v1/login`, {
		method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify({ name, password }),
	});
	const cookie = String(reply.headers.get('set-cookie')).split(';')[0];
	const { csrf } = await reply.json();
	const ask = async (/** @type {string} */ path) => (await fetch(`${origin}${path}`, { headers: { cookie } })).json();
	const step = async (/** @type {number} */ nr, /** @type {string} */ action, fields = {}) => {
		const told = await fetch(`${origin}/api/v1/cases/${nr}/${action}`, {
			method: 'POST', headers: { 'content-type': 'application/json', origin, cookie, 'portiek-csrf': csrf }, body: JSON.stringify(fields),
		});
		assert.ok(told.ok, `${action}: ${told.status} ${await told.text()}`);
	};
	return { ask, step };
}

/** Axe without findings, WCAG 2.0 to 2.2 A and AA and best practice. */
export async function assertAccessible(page, where) {
	await page.evaluate(AXE);
	const found = await page.evaluate(async () => {
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
		const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } });
		return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
	});
	assert.deepEqual(found, [], `axe at ${where}`);
}

/** No sideways scrolling: everything reflows. */
export async function assertReflows(page, where) {
	const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
	assert.ok(wide <= room, `${where}: ${wide} px wide in ${room}`);
}

export async function shot(page, name) {
	if (!SHOTS) return;
	mkdirSync(SHOTS, { recursive: true });
	await page.screenshot({ path: join(SHOTS, `office-${name}.png`) });
}

/**
 * A test whose title begins with the requirements it proves: "[R66 R8] a synced case appears".
 * @param {string} title @param {() => Promise<void>} run
 */
export function check(title, run) {
	const [, numbers = '-', text = title] = /^\[([^\]]+)\]\s*(.*)$/.exec(title) ?? [];
	test(title, { timeout: 600_000 }, async () => {
		await run();
		console.log(sample ? `sample ${text}` : `proves ${text} ${numbers}`);
	});
}
