/* What every kiosk test needs: a lobby (our own stack, or the one of KIOSK_URL), a visitor in front of
 * the screen, steps of the journeys, axe, and the line that says what a passed test proves.
 *
 * With KIOSK_URL the daemon is switched by the commands KIOSK_STOP and KIOSK_START; without them the
 * tests that need it off are left out. LOBBY_SAMPLE=1 marks a stand-in server: such a run proves nothing.
 * LOBBY_SLOW=300 lets everything but the page itself come so many milliseconds late: what then fails went by hope.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROWSER, PATIENCE, startStack } from '../stack.mjs';

const web = fileURLToPath(new URL('../../../web/', import.meta.url));
const need = createRequire(join(web, 'package.json'));
const { chromium } = need('playwright-core');
const AXE = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const SHOTS = process.env.SHOTS_DIR;
const sample = process.env.LOBBY_SAMPLE === '1';
const LATE = Number(process.env.LOBBY_SLOW ?? 0);
export const STANDING = { width: 1080, height: 1920 };

/** The running kiosk named by the environment, switched by commands. */
function namedLobby() {
	const command = (/** @type {string|undefined} */ line) => line && (async () => { execSync(line, { stdio: 'ignore' }); });
	return {
		kiosk: `${process.env.KIOSK_URL?.replace(/\/$/, '')}/`,
		central: process.env.CENTRAL_URL,
		tenants: process.env.TENANT ? [{ number: process.env.TENANT.split(' ')[0], code: process.env.TENANT.split(' ')[1] }] : [],
		stopKiosk: command(process.env.KIOSK_STOP),
		startKiosk: command(process.env.KIOSK_START),
		close: async () => {},
	};
}

/** One lobby per test file: opened before its first test, closed after its last.
 * @param {(lobby: any) => unknown} [prepare] what the file needs of it beforehand */
export function lobbyOfThisFile(prepare) {
	const lobby = /** @type {any} */ ({});
	before(async () => {
		Object.assign(lobby, await openLobby());
		await prepare?.(lobby);
	});
	after(async () => { await lobby.close?.(); });
	return lobby;
}

async function openLobby() {
	const stack = process.env.KIOSK_URL ? namedLobby() : await startStack();
	const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] });
	return {
		...stack,
		url: stack.kiosk,
		browser,
		close: async () => {
			await browser.close();
			await stack.close();
		},
	};
}

/** Somebody new before the screen; what the page complains about is kept and must stay empty. */
export async function visitor(lobby, { lang = 'nl', path = '', workers = 'block', ...options } = {}) {
	const context = await lobby.browser.newContext({ viewport: STANDING, hasTouch: true, serviceWorkers: workers, ...options });
	context.setDefaultTimeout(PATIENCE);
	if (LATE) await context.route('**/*', comeLate);
	const page = await context.newPage();
	page.troubles = [];
	page.on('pageerror', (error) => page.troubles.push(error.message));
	page.on('console', (message) => {
		if (/Content Security Policy|Refused to/.test(message.text())) page.troubles.push(message.text());
	});
	page.lobby = lobby;
	await page.goto(`${lobby.url}${lang}/${path}`);
	return page;
}

/** A slow machine: scripts, words and answers come after their page. @param {import('playwright-core').Route} route */
async function comeLate(route) {
	if (route.request().resourceType() !== 'document') await new Promise((go) => { setTimeout(go, LATE); });
	await route.continue().catch(() => {}); /* the page may be gone by now */
}

export async function leave(page) {
	assert.deepEqual(page.troubles, []);
	await page.context().close();
}

/** Path below the address of the kiosk. */
export function where(page) {
	return page.url().slice(page.lobby.url.length);
}

/** @param {RegExp} pattern */
export async function arrive(page, pattern) {
	await page.waitForURL((url) => pattern.test(url.href.slice(page.lobby.url.length)));
	await page.waitForLoadState('load');
	if (!page.plain) await page.locator('html[data-ready]').waitFor({ state: 'attached' });
}

/** Press what stands there, by finger or by Tab and Enter. */
export async function press(page, target) {
	const element = typeof target === 'string' ? page.locator(target).first() : target;
	await element.waitFor();
	if (!page.byKeys) {
		await asNewTap(page, element);
		return element.tap();
	}
	await reachByTab(page, element);
	return page.keyboard.press('Enter');
}

/** Until a tap there is no second half of a double tap any more. */
async function asNewTap(page, element) {
	await element.scrollIntoViewIfNeeded();
	const box = await element.boundingBox();
	await page.waitForFunction((at) => {
		const [x, y, t] = (sessionStorage.getItem('portiek.tap') ?? '').split(' ').map(Number);
		return !at || !(Math.hypot(at.x + at.width / 2 - x, at.y + at.height / 2 - y) < 50) || Date.now() - t > 450;
	}, box);
}

/** Tab until an element has the focus; a keyboard user has nothing else. */
async function reachByTab(page, element) {
	for (let i = 0; i < 80; i++) {
		if (await element.evaluate((one) => one === document.activeElement)) return;
		await page.keyboard.press('Tab');
	}
	throw new Error(`Tab never reached ${element}`);
}

/** Type into the field that waits, on the screen's keys or on real ones, and go on. */
export async function type(page, text, { keys = false } = {}) {
	const field = page.locator('.field__input:visible').first();
	await field.waitFor();
	assert.ok(await field.evaluate((one) => one === document.activeElement), 'the field has the focus');
	if (keys) for (const letter of text) await screenKey(page, letter);
	else await page.keyboard.type(text);
	if (page.byKeys && !(await field.evaluate((one) => one instanceof HTMLTextAreaElement))) await page.keyboard.press('Enter');
	else await press(page, 'form[data-form] button[type=submit]');
}

/** One key of the screen's keyboard; capitals and digits through their layers. */
async function screenKey(page, letter) {
	const key = page.locator(`.hg-button[data-skbtn="${letter === ' ' ? '{space}' : letter}"]`);
	await page.locator('.hg-button').first().waitFor();
	if (!(await key.count())) {
		const lower = letter === letter.toLowerCase();
		await page.locator(`.hg-button[data-skbtn="${/[a-z]/i.test(letter) ? '{shift}' : '{more}'}"]`).tap();
		if (/[a-z]/i.test(letter) && lower && !(await key.count())) throw new Error(`no key ${letter}`);
	}
	await key.tap();
}

export async function draftOf(page) {
	return page.evaluate(() => JSON.parse(sessionStorage.getItem('portiek.draft') ?? 'null'));
}

/** Everything this tab remembers, as one text. */
export async function memoryOf(page) {
	return page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie]));
}

/** A street and house number this kiosk knows. */
export async function someAddress(lobby) {
	const reply = await fetch(`${lobby.url}api/v1/dwellings?street=l&number=1`);
	const { dwellings } = await reply.json();
	const [, street, number] = /^(.*?)\s+(\d+)/.exec(dwellings[0].label) ?? [];
	return { street, number };
}

/** From the question whether somebody signs in to the home of an address, without. */
export async function toAddress(page, address, options = {}) {
	await arrive(page, /woning\/$/);
	await press(page, 'a[href="adres/"]');
	await arrive(page, /woning\/adres\/$/);
	await type(page, address.street, options);
	await arrive(page, /#nummer$/);
	await type(page, address.number, options);
	await press(page, page.locator('[data-found] .tile').first());
}

/** From the start to the rooms, as a guest. */
export async function asGuest(page, address, options = {}) {
	await press(page, '.door[href^="woning/"]');
	await toAddress(page, address, options);
	await page.waitForURL((url) => !url.href.includes('adres'));
	if (where(page).endsWith('woning/object/')) await press(page, '[data-tiles] .tile');
	await arrive(page, /woning\/ruimte\/$/);
}

/** From the rooms to the check page: a fault that is not listed, in own words. */
export async function tellOwnWords(page, contact) {
	await press(page, '[data-room="TOI"]');
	await arrive(page, /toilet\/$/);
	await press(page, '.tile--other');
	await arrive(page, /anders\/$/);
	await type(page, 'de bril is los');
	await chooseDays(page);
	await giveContact(page, contact);
}

/** Who to answer, from the name page to the check page. */
export async function giveContact(page, { name = 'A. de Vries', phone = '0612345678', mail = '', keys = false } = {}) {
	await arrive(page, /contact\/naam\/$/);
	await type(page, name, { keys });
	await page.waitForURL((url) => !url.href.endsWith('naam/'));
	if (where(page).endsWith('contact/via/')) await press(page, `[data-code="${mail ? 'mail' : 'phone'}"]`);
	await arrive(page, mail ? /contact\/mail\/$/ : /contact\/telefoon\/$/);
	await type(page, mail || phone, { keys });
	await arrive(page, /controle\/$/);
}

/** Day-parts: the first two that are offered. */
export async function chooseDays(page) {
	await arrive(page, /dagdelen\/$/);
	await press(page, page.locator('.slot').nth(0));
	await press(page, page.locator('.slot').nth(4));
	await press(page, 'form[data-form] button[type=submit]');
}

/** Send and stand before the receipt. @returns {Promise<{receipt: string, follow: string}>} */
export async function send(page) {
	await page.locator('[data-send] button:enabled').waitFor();
	await press(page, '[data-send] button');
	await arrive(page, /klaar\/$/);
	await page.locator('.next__step').nth(2).waitFor();
	return {
		receipt: await page.locator('[data-receipt]').innerText(),
		follow: await page.locator('[data-follow]').innerText(),
	};
}

/** Axe without findings: WCAG 2.0 to 2.2 A and AA, best practice, and contrast of 7:1. */
export async function assertAccessible(page, at) {
	await page.evaluate(AXE);
	const found = await page.evaluate(async () => {
		const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
		const rules = { 'color-contrast-enhanced': { enabled: true } };
		const result = await globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags }, rules });
		return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
	});
	assert.deepEqual(found, [], `axe at ${at}`);
}

/** What is pressed is large enough and far enough apart; what is read is large enough. */
export async function assertTouchable(page, at) {
	const small = await page.evaluate(() => {
		const wrong = [];
		for (const one of document.querySelectorAll('a, button, input, textarea')) {
			if (!one.checkVisibility() || one.closest('.utrecht-skip-link, .errors') || one.matches('.utrecht-skip-link')) continue;
			const box = one.getBoundingClientRect();
			if (box.height < 63.5 || box.width < 63.5) wrong.push(`${one.className} ${Math.round(box.width)}x${Math.round(box.height)}`);
		}
		for (const one of document.querySelectorAll('main *, nav *, header *')) {
			const words = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
			if (words && one.checkVisibility() && parseFloat(getComputedStyle(one).fontSize) < 23.9) wrong.push(`${one.className} text`);
		}
		return [...new Set(wrong)].slice(0, 5);
	});
	assert.deepEqual(small, [], `too small at ${at}`);
}

/** No sideways scrolling. */
export async function assertReflows(page, at) {
	const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	assert.ok(over <= 0, `${at} is ${over} px too wide`);
}

export async function shot(page, name) {
	if (!SHOTS) return;
	mkdirSync(SHOTS, { recursive: true });
	await page.screenshot({ path: join(SHOTS, `kiosk-${name}.png`) });
}

/**
 * A test whose title begins with the requirements it proves: "[R40 R61] sending twice…".
 * @param {string} title @param {() => Promise<void>} run @param {string|false} [skip] why it is left out
 */
export function check(title, run, skip = false) {
	const [, numbers = '-', text = title] = /^\[([^\]]+)\]\s*(.*)$/.exec(title) ?? [];
	test(title, { timeout: 600_000, skip: skip || false }, async () => {
		await run();
		console.log(sample ? `sample ${text}` : `proves ${text} ${numbers}`);
	});
}
