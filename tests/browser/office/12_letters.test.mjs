/* Letters on the case page: seen before they leave, read, printed, decided about. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();

const enterAs = (who, place, options) => staffAt(office, who, place, options);

async function openCase(page, receipt) {
	const link = page.locator(`.row [data-receipt="${receipt}"]`);
	await link.waitFor();
	const nr = /\/(\d+)$/.exec(await link.getAttribute('href'))?.[1];
	await page.goto(`${office.url}#/alle/${nr}`);
	await page.locator('.case__id', { hasText: `Zaak ${nr}` }).waitFor();
	await page.locator('.steps__toggle').waitFor();
	return nr;
}

/** The form of a referral, with its party. */
async function refer(page) {
	await page.locator('.case__act > [data-step="refer"]').click();
	await page.locator('.preview[data-state="incomplete"]').waitFor();
	await page.locator('.step').getByLabel('Partij').first().fill('Nulpunt Wonen');
	await page.locator('.picker__list li').first().click();
}

const QUESTION = {
	branch: 'energy', kind: 'question', unit: 'ZONNEWEIDE-001', room: null, object: null, fault: null, lang: 'en',
	words: 'The display does nothing.', suspect: null, when: null,
	contact: { name: 'Emma Stone', phone: '0612345678', mail: 'emma@huurder.example', via: 'mail' },
};

check('[R11 R20 R67] a letter is seen in both languages before the step, by keyboard, and goes out as it was seen', async () => {
	if (sample) return;
	const receipt = await office.file(QUESTION);
	const page = await enterAs('kcc', 'alle', { width: 1920, height: 1080 });
	await openCase(page, receipt);
	await refer(page);
	await page.locator('.step input[value="mail"]').check();
	const own = page.getByLabel('Eigen toevoeging in de brief');
	const preview = page.locator('.preview');
	await page.locator('.preview[data-state="ready"]').waitFor();
	await own.fill('Ask for Mrs Bakker.');
	await own.press('Control+Enter'); /* faster than the letter: it is shown first, nothing left */
	await page.waitForFunction(() => document.activeElement?.id === 'preview-title');
	const text = await preview.innerText();
	assert.match(text, /Dit gaat eruit als u bevestigt[^]*Mail Melder: Emma Stone[^]*emma@huurder\.example/);
	assert.match(text, /Dear Emma Stone[^]*Ask for Mrs Bakker\.[^]*In het Nederlands[^]*Beste Emma Stone/);
	assert.equal(await preview.locator('[lang="en"]').count(), 1);
	await assertAccessible(page, 'preview of a letter');
	await shot(page, 'letter-preview');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Enter'); /* the two texts can be reached, the button comes after them */
	await page.locator('.step').waitFor({ state: 'detached' });
	const row = page.locator('.letters__row', { hasText: 'Doorverwijzen' });
	await row.waitFor();
	await row.locator('.utrecht-status-badge', { hasText: 'Verstuurd' }).waitFor();
	assert.match(await row.innerText(), /Melder: Emma Stone/);
	await assertAccessible(page, 'letters of a case');
	await shot(page, 'letters');
	await row.getByRole('button', { name: 'Kwam terug' }).click();
	await row.getByText('De mail kwam terug; het adres werkt niet.').waitFor();
	await row.getByRole('button', { name: 'Verteld per telefoon' }).click();
	await row.locator('.utrecht-status-badge', { hasText: 'Meegegeven' }).waitFor();
	assert.match(await row.innerText(), /Verteld per telefoon\./);
	await page.context().close();
});

check('[R11] a card waits, is read, printed and handed over', async () => {
	if (sample) return;
	const receipt = await office.file({ ...QUESTION, lang: 'nl', contact: { name: 'J. Smit', phone: '0687654321', mail: '', via: 'phone' } });
	const page = await enterAs('kcc', 'alle', { width: 1024, height: 768 });
	await openCase(page, receipt);
	await refer(page);
	await page.locator('.step input[value="print"]').check();
	await page.locator('.preview[data-state="ready"]').waitFor();
	assert.match(await page.locator('.preview').innerText(), /Kaart op papier[^]*Naam: /);
	await shot(page, 'letter-preview-tablet');
	await page.locator('.step button.utrecht-button--primary-action').click();
	const row = page.locator('.letters__row', { hasText: 'Doorverwijzen' });
	await row.waitFor();
	await row.getByRole('button', { name: 'Lees of print' }).focus();
	await page.keyboard.press('Enter');
	const sheet = page.getByRole('dialog');
	await sheet.waitFor();
	assert.ok((await sheet.innerText()).includes(receipt));
	await assertAccessible(page, 'letter on paper');
	await shot(page, 'letter-sheet');
	await page.emulateMedia({ media: 'print' });
	assert.equal(await page.locator('.main').isVisible(), false, 'only the letter goes on paper');
	assert.equal(await sheet.locator('.letter__text').first().isVisible(), true);
	await shot(page, 'letter-print');
	await page.emulateMedia({ media: 'screen' });
	await sheet.getByRole('button', { name: 'Op papier meegegeven' }).click();
	await row.locator('.utrecht-status-badge', { hasText: 'Meegegeven' }).waitFor();
	await page.waitForFunction(() => document.activeElement?.id === 'letters-title');
	await page.setViewportSize({ width: 320, height: 640 });
	await assertReflows(page, 'letters at 320');
	await page.context().close();
});

check('[R12 R13 R15] who says it was told before goes to the leader with that reason, by keyboard', async () => {
	if (sample) return;
	const page = await enterAs('kcc', 'alle', { width: 1920, height: 1080 });
	const contact = { name: 'P. Jansen', phone: '0655555555', mail: '', via: 'phone' };
	await openCase(page, await office.file({ ...QUESTION, lang: 'nl', contact }));
	await refer(page);
	await page.locator('.preview[data-state="ready"]').waitFor();
	await page.locator('.step button.utrecht-button--primary-action').click();
	await page.locator('.step').waitFor({ state: 'detached' });
	await page.goto(`${office.url}#/alle`);
	await openCase(page, await office.file({ ...QUESTION, lang: 'nl', contact, first_contact: false,
		before: { party: 'corporation', reason: 'not_taken_up' } }));
	const card = page.getByRole('region', { name: 'Zegt dit eerder te hebben gemeld' });
	assert.match(await card.innerText(), /Woonstichting Waterkant[^]*Niet in behandeling genomen[^]*doorverwezen naar Nulpunt Wonen op/);
	await assertAccessible(page, 'told before');
	await shot(page, 'before');
	await card.getByRole('button', { name: 'Naar de projectleider' }).focus();
	await page.keyboard.press('Enter');
	assert.ok(await page.locator('.step input[value="not_taken_up"]').isChecked(), 'the reason is filled in');
	await page.keyboard.press('Control+Enter');
	await page.locator('.case__id .utrecht-status-badge', { hasText: 'Bij projectleider' }).waitFor();
	await page.context().close();
});
