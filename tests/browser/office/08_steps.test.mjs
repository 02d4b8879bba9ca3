/* People working a case: the decision tree of a monitoring question from the desk to a proven close,
 * by mouse and by keyboard, two people at once, and what cannot be done yet. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();

/** A question about the monitoring of a zero-energy home. */
const QUESTION = {
	branch: 'energy', kind: 'question', unit: 'ZONNEWEIDE-001', room: null, object: null, fault: null,
	words: 'Het schermpje in de meterkast doet niets meer.', suspect: null, when: null,
};
const DEMO = 'Nulpunt Wonen';

/** Somebody of the demo, logged in at a place. */
const enterAs = (who, place, options) => staffAt(office, who, place, options);

/** @returns {Promise<string>} the number of a case, by its receipt */
async function numberOf(page, receipt) {
	await page.goto(`${office.url}#/alle`);
	const link = page.locator(`.row [data-receipt="${receipt}"]`);
	await link.waitFor();
	return String(/\/(\d+)$/.exec(await link.getAttribute('href'))?.[1]);
}

async function openCase(page, nr) {
	await page.goto(`${office.url}#/alle/${nr}`);
	await page.locator('.case__id', { hasText: `Zaak ${nr}` }).waitFor();
	await page.waitForFunction(() => document.querySelector('.case__act .steps__toggle') !== null);
}

/** Choose a step: the big button, or from the menu. */
async function choose(page, action) {
	await page.locator('.steps__toggle').waitFor();
	const big = page.locator(`.case__act > [data-step="${action}"]`);
	if (await big.count()) await big.click();
	else {
		await page.locator('.steps__toggle').click();
		await page.locator(`.steps__item[data-step="${action}"]`).click();
	}
	await page.locator('.step').waitFor();
}

/** Fill in a field of the open form by its label; parties and codes through their picker. */
async function fill(page, label, text) {
	const field = page.locator('.step').getByLabel(label, { exact: false }).first();
	await field.fill(text);
	if (await field.getAttribute('role') === 'combobox') await page.locator('.picker__list li').first().click();
}

async function send(page) {
	await page.waitForFunction(() => !document.querySelector('.preview[data-state="loading"]'));
	await page.locator('.step button.utrecht-button--primary-action').click();
	await page.locator('.step').waitFor({ state: 'detached' }).catch(async () => {
		assert.fail(`the step was not taken: ${await page.locator('.step').innerText()}`);
	});
}

/** A step with its fields; radios are values. */
async function take(page, action, fields = {}, radios = []) {
	await choose(page, action);
	for (const value of radios) await page.locator(`.step input[type="radio"][value="${value}"]`).check();
	for (const [label, text] of Object.entries(fields)) await fill(page, label, text);
	await send(page);
}

const state = (page, text) => page.locator('.case__id .utrecht-status-badge', { hasText: text }).waitFor();

check('[R11 R12 R13 R14 R16 R17 R18 R19 R20 R21 R22] a monitoring question goes from the desk by referral and leader to a proven close', async () => {
	if (sample) return;
	const receipt = await office.file(QUESTION);
	const desk = await enterAs('kcc', 'alle');
	const nr = await numberOf(desk, receipt);
	await openCase(desk, nr);
	assert.equal(await desk.locator('.case__act > [data-step]').getAttribute('data-step'), 'refer', 'the next step of a question');
	await take(desk, 'refer', { Partij: DEMO, Toelichting: 'Zij beheren het scherm.' }, ['print']);
	await state(desk, 'Doorverwezen');
	const card = desk.getByRole('region', { name: 'Doorverwijzing' });
	assert.match(await card.innerText(), /Eerder doorverwezen naar Nulpunt Wonen op .*nog niet teruggemeld/);
	await card.getByRole('button', { name: 'Print kaart' }).click();
	const slip = desk.getByRole('dialog');
	await slip.waitFor();
	assert.match(await slip.innerText(), /088 000 2100[\s\S]*ma-vr 8:00-17:00[\s\S]*088 000 1200/);
	assert.ok((await slip.innerText()).includes(receipt));
	await assertAccessible(desk, 'card');
	await shot(desk, 'slip');
	await desk.emulateMedia({ media: 'print' });
	assert.equal(await desk.locator('.main').isVisible(), false, 'only the card goes on paper');
	assert.equal(await desk.locator('.slip__phone').isVisible(), true);
	await shot(desk, 'slip-print');
	await desk.emulateMedia({ media: 'screen' });
	await desk.keyboard.press('Escape');
	await take(desk, 'return', {}, ['dissatisfied']);
	await state(desk, 'Bij projectleider');
	await desk.locator('.case__owner', { hasText: 'leider' }).waitFor();

	const lead = await enterAs('leider', '');
	await lead.getByRole('heading', { level: 2, name: 'Bij projectleider' }).waitFor();
	await lead.locator(`.row [data-receipt="${receipt}"]`).click({ force: true });
	await take(lead, 'accept');
	await take(lead, 'attempt', {}, ['phone']);
	await take(lead, 'contact', { 'Wat is er besproken': 'Het scherm is zwart sinds maandag.' }, ['phone']);
	await take(lead, 'investigate', { 'Waarom een onderzoek': 'De meetgegevens zeggen meer.' }, ['no']);
	await take(lead, 'ask', { Partij: 'Meetwijzer', 'Welke gegevens': 'Graag de metingen van deze maand.' });
	await state(lead, 'Wacht op gegevens');
	await take(lead, 'answer', { Antwoord: 'Sinds maandag geen metingen.' });
	await take(lead, 'result', { Uitslag: 'Het scherm is stuk.' });
	await lead.locator('.steps__toggle').click();
	assert.match(await lead.locator('#why-ask_repair').innerText(), /Vertel de klant eerst de uitslag/);
	await lead.keyboard.press('Escape');
	await take(lead, 'present', { 'Hoe reageerde de klant': 'Blij dat er iets gebeurt.' }, ['phone']);
	await lead.getByRole('button', { name: 'Kies de volgende stap' }).waitFor();
	await take(lead, 'ask_repair', { Partij: DEMO, 'Wat moet er hersteld worden': 'Vervang het scherm.' });
	await state(lead, 'Herstel gevraagd');
	await desk.goto(`${office.url}#/alle`);
	await openCase(desk, nr);
	await state(desk, 'Herstel gevraagd');
	await take(desk, 'ready', { 'Wie heeft het gedaan': 'Nulpunt Wonen', 'Wat is er gedaan': 'Scherm vervangen.' });
	await state(lead, 'Gereedgemeld');
	await take(lead, 'close');
	await state(lead, 'Afgesloten');
	const told = await lead.locator('.timeline').innerText();
	for (const part of ['Scherm vervangen.', 'Meetwijzer', 'Ontevreden over de afhandeling', 'Kaart geprint', 'Het scherm is stuk.']) {
		assert.ok(told.includes(part), `the history tells ${part}`);
	}
	await shot(lead, 'closed');
	await lead.context().close();
	await desk.context().close();
});

check('[R66 R68] a step by keyboard alone: a opens it, Ctrl+Enter sends it, Escape keeps the text', async () => {
	if (sample) return;
	const page = await enterAs('leider', 'alle');
	const nr = await numberOf(page, await office.file({}));
	await openCase(page, nr);
	await page.waitForFunction(() => document.activeElement?.id === 'case-title');
	await page.keyboard.press('m');
	await page.waitForFunction(() => document.activeElement?.classList.contains('steps__item'));
	await assertAccessible(page, 'menu of steps');
	await shot(page, 'menu');
	await page.keyboard.press('Escape');
	assert.ok(await page.evaluate(() => document.activeElement?.classList.contains('steps__toggle')));
	await page.keyboard.press('a');
	await page.locator('.step').waitFor();
	await page.waitForFunction(() => document.activeElement?.closest('.step__field') !== null);
	await page.locator('#step-plan-note').focus();
	await page.keyboard.type('Na negen uur bellen.');
	await page.locator('input[value="OCH"]').focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('Escape');
	await page.locator('.step').waitFor({ state: 'detached' });
	await page.goto(`${office.url}#/nieuw`);
	await openCase(page, nr);
	await page.locator('#case-title').focus();
	await page.keyboard.press('a');
	await page.locator('.step').waitFor();
	assert.equal(await page.locator('#step-plan-note').inputValue(), 'Na negen uur bellen.', 'what was typed is still there');
	await page.locator('#step-plan-party').focus();
	await page.keyboard.type('warmte');
	await page.getByRole('option', { name: /Warmtewinst/ }).waitFor();
	await assertAccessible(page, 'form with a picker');
	await shot(page, 'form');
	await page.keyboard.press('Enter');
	assert.equal(await page.locator('#step-plan-party').inputValue(), 'Warmtewinst');
	await page.locator('.preview[data-state="ready"]').waitFor();
	await page.keyboard.press('Control+Enter');
	await state(page, 'Ingepland');
	assert.match(await page.locator('.timeline').innerText(), /Na negen uur bellen/);
	await page.context().close();
});

check('[R68] a form that is not complete says so beside the field and above, and takes the focus there', async () => {
	if (sample) return;
	const page = await enterAs('leider', 'alle');
	await openCase(page, await numberOf(page, await office.file({})));
	await choose(page, 'forward');
	await page.keyboard.press('Control+Enter');
	await page.locator('#step-problem').waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'step-problem');
	assert.ok(await page.locator('.step__error').count() >= 1);
	await assertAccessible(page, 'form with mistakes');
	await shot(page, 'mistakes');
	await page.locator('#step-problem a').first().click();
	assert.ok(await page.evaluate(() => document.activeElement?.matches('[aria-invalid="true"]')));
	await page.context().close();
});

check('[R25] the second of two people is told what the first did, keeps the text, and goes on', async () => {
	if (sample) return;
	const receipt = await office.file({});
	const one = await enterAs('leider', 'alle');
	const nr = await numberOf(one, receipt);
	await openCase(one, nr);
	await choose(one, 'note');
	await fill(one, 'Toelichting', 'Ik bel de huurder vanmiddag.');
	const two = await enterAs('kcc', 'alle');
	await openCase(two, nr);
	await two.locator('.here', { hasText: 'leider is ook bezig met deze zaak' }).waitFor();
	await one.locator('.here', { hasText: 'kcc kijkt ook naar deze zaak' }).waitFor();
	await shot(two, 'colleague');
	await one.route('**/api/v1/cases/*', (route) => (route.request().method() === 'GET' ? route.abort() : route.continue()));
	await take(two, 'note', { Toelichting: 'Huurder belde zelf al.' });
	await one.unroute('**/api/v1/cases/*');
	await one.locator('.step textarea').focus();
	await one.keyboard.press('Control+Enter');
	const news = one.locator('#step-stale');
	await news.waitFor();
	await one.waitForFunction(() => document.activeElement?.id === 'step-stale');
	assert.match(await news.innerText(), /kcc[\s\S]*Huurder belde zelf al/);
	assert.equal(await one.locator('.step textarea').inputValue(), 'Ik bel de huurder vanmiddag.');
	await assertAccessible(one, 'conflict');
	await shot(one, 'stale');
	await news.getByRole('button', { name: 'Gezien, ga verder' }).click();
	await send(one);
	assert.match(await one.locator('.timeline').innerText(), /Ik bel de huurder vanmiddag[\s\S]*Huurder belde zelf al/);
	await one.context().close();
	await two.context().close();
});

check('[R47] a task has an owner and a day, stands in that colleague\'s list, and is done with one button', async () => {
	if (sample) return;
	const page = await enterAs('leider', 'alle');
	const nr = await numberOf(page, await office.file({}));
	await openCase(page, nr);
	await choose(page, 'task');
	await fill(page, 'Wat moet er gebeuren', 'Vraag de sleutel op');
	await fill(page, 'Wie', 'kcc');
	await send(page);
	const desk = await enterAs('kcc', 'acties');
	await desk.locator('.row', { hasText: 'Vraag de sleutel op' }).locator('a').click();
	await assertAccessible(desk, 'tasks');
	await desk.getByRole('button', { name: /^Klaar.*Vraag de sleutel op/ }).click();
	await desk.getByText('Klaar: Vraag de sleutel op.').waitFor();
	await desk.getByText('Geen openstaande acties').waitFor();
	await page.context().close();
	await desk.context().close();
});

check('[R66] several cases at once: x chooses, one act, and every refusal stands on its own row', async () => {
	if (sample) return;
	const receipts = [await office.file({}), await office.file({}), await office.file(QUESTION)];
	const page = await enterAs('leider', 'alle');
	const third = await numberOf(page, receipts[2]);
	await openCase(page, third);
	await take(page, 'refer', { Partij: DEMO }, ['print']);
	await page.goto(`${office.url}#/alle`);
	for (const receipt of receipts) {
		await page.locator(`[data-receipt="${receipt}"]`).focus();
		await page.keyboard.press('x');
	}
	await page.getByText('3 zaken gekozen').waitFor();
	await assertAccessible(page, 'cases chosen');
	await page.getByRole('button', { name: 'Wijs toe' }).click();
	await page.getByLabel('Wie pakt dit op?').fill('Reparatie');
	await page.locator('.picker__list li').first().click();
	await page.getByLabel('Waarom deze partij?').fill('Samen in een rit.');
	await shot(page, 'bulk');
	await page.keyboard.press('Control+Enter');
	await page.getByText('1 zaak gekozen').waitFor();
	const rowOf = (receipt) => page.locator('.row', { has: page.locator(`[data-receipt="${receipt}"]`) });
	assert.match(await rowOf(receipts[0]).locator('.row__result').innerText(), /Toegewezen/);
	assert.match(await rowOf(receipts[2]).locator('.row__result--error').innerText(), /al gedaan|eerder/);
	await shot(page, 'bulk-done');
	await page.context().close();
});

check('[R14] a manager names leader, deputy and days away; a wrong pair is refused beside the field', async () => {
	if (sample) return;
	const page = await enterAs('manager', 'projectleiders');
	const box = page.locator('form.leader', { hasText: 'Duurzaamheid' });
	await box.getByLabel('Vervanger').selectOption('leider');
	await box.getByRole('button', { name: /Bewaar/ }).click();
	await box.getByRole('alert').waitFor();
	assert.equal(await page.evaluate(() => document.activeElement?.id), 'deputy-dept:energy');
	await assertAccessible(page, 'leaders');
	await box.getByLabel('Vervanger').selectOption('invaller');
	const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam' }).format(Date.now());
	await box.getByLabel('Afwezig vanaf').fill(today);
	await box.getByLabel('Afwezig tot en met').fill(today);
	await box.getByRole('button', { name: /Bewaar/ }).click();
	await box.getByText(/invaller vervangt tot en met/).waitFor();
	await shot(page, 'leaders');
	await box.getByLabel('Afwezig vanaf').fill('');
	await box.getByLabel('Afwezig tot en met').fill('');
	await box.getByRole('button', { name: /Bewaar/ }).click();
	await box.getByText('leider doet deze zaken').waitFor();
	const desk = await enterAs('kcc', 'alle');
	assert.equal(await desk.getByRole('link', { name: 'Projectleiders' }).count(), 0, 'not for the desk');
	await desk.context().close();
	await page.context().close();
});

check('[R66] each role begins where its work is', async () => {
	if (sample) return;
	for (const [who, heading] of [['kcc', 'Adres opzoeken'], ['leider', 'Bij projectleider'], ['planner', 'Te plannen'], ['wijkbeheerder', 'Mijn zaken']]) {
		const page = await enterAs(who, '');
		await page.getByRole('heading', { level: 2, name: heading }).waitFor();
		await page.context().close();
	}
});

check('[R68] forms, menu and leaders reflow at 320 px and at 200 % of a small screen', async () => {
	if (sample) return;
	const receipt = await office.file({});
	for (const [width, height] of [[320, 640], [640, 400]]) {
		const page = await enterAs('manager', 'projectleiders', { width, height });
		await page.locator('form.leader').first().waitFor();
		await assertReflows(page, `leaders at ${width}`);
		await openCase(page, await numberOf(page, receipt));
		await page.locator('.steps__toggle').click();
		await assertReflows(page, `menu at ${width}`);
		await shot(page, `menu-${width}`);
		await page.locator('.steps__item[data-step="code"]').click();
		await page.locator('#step-code-object').click();
		await page.locator('.picker__list li').first().waitFor();
		await assertReflows(page, `form at ${width}`);
		await assertAccessible(page, `form at ${width}`);
		await shot(page, `form-${width}`);
		await page.context().close();
	}
});

check('[-] what a wide screen shows', async () => {
	if (sample) return;
	const receipt = await office.file(QUESTION);
	for (const [width, height] of [[1280, 800], [1920, 1080], [2560, 1440]]) {
		const page = await enterAs('leider', 'alle', { width, height });
		await openCase(page, await numberOf(page, receipt));
		if (width === 1280) await take(page, 'refer', { Partij: DEMO }, ['print']);
		await choose(page, 'return');
		await assertReflows(page, `case at ${width}`);
		await shot(page, `wide-${width}`);
		await page.context().close();
	}
});
