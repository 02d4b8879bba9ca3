/* Standard texts: kept by an administrator, put into a field by keyboard. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, officeOfThisFile, sample, shot, staffAt } from './office.mjs';

const office = officeOfThisFile();

const enterAs = (who, place, options) => staffAt(office, who, place, options);

/** A new text, on the page of an administrator. */
async function keep(page, title, subject, text) {
	const form = page.locator('.text-form').first();
	await form.getByLabel('Naam').fill(title);
	await form.getByLabel('Voor').selectOption({ label: subject });
	await form.getByLabel('Tekst', { exact: true }).fill(text);
	await form.getByRole('button', { name: 'Bewaar' }).click();
}

check('[R68] a standard text is kept with holes we know, and put into a note by keyboard alone', async () => {
	if (sample) return;
	const receipt = await office.file({});
	const admin = await enterAs('beheer', 'standaardteksten', { width: 1920, height: 1080 });
	await admin.getByRole('heading', { name: 'Standaardteksten' }).waitFor();
	await keep(admin, 'Belt terug', 'Toelichting', 'Beste {voornaam}');
	await admin.getByRole('alert').getByText('Een woord tussen accolades kennen wij niet.').waitFor();
	await admin.waitForFunction(() => document.activeElement?.id === 'text-text-0');
	await keep(admin, 'Belt terug', 'Toelichting', 'Wij bellen over {kenmerk}.');
	await admin.getByText('Bewaard: Belt terug.').waitFor();
	await keep(admin, 'Uitslag goed', 'Uitslag', 'Alles werkt weer.');
	await admin.getByText('Bewaard: Uitslag goed.').waitFor();
	await admin.locator('.text-form').nth(2).waitFor();
	await assertAccessible(admin, 'standard texts');
	await shot(admin, 'phrases');
	await admin.setViewportSize({ width: 320, height: 640 });
	await assertReflows(admin, 'standard texts at 320');
	await admin.context().close();

	const page = await enterAs('kcc', 'alle', { width: 1024, height: 768 });
	await page.locator(`.row [data-receipt="${receipt}"]`).click({ force: true });
	await page.locator('.steps__toggle').click();
	await page.locator('.steps__item[data-step="note"]').click();
	const note = page.locator('#step-note-note');

	await page.getByRole('button', { name: /^Standaardtekst.*Toelichting/ }).waitFor();
	await note.fill('Gesproken.');
	await note.press('Control+k');
	await page.waitForFunction(() => document.activeElement?.id === 'step-note-note-phrase');
	await page.getByRole('option', { name: /Belt terug/ }).waitFor();
	await assertAccessible(page, 'choosing a standard text');
	await shot(page, 'phrase');
	await page.keyboard.press('Escape');
	await page.waitForFunction(() => document.activeElement?.id === 'step-note-note');
	assert.equal(await note.inputValue(), 'Gesproken.', 'nothing chosen, nothing changed');
	await page.keyboard.press('Control+k');
	await page.keyboard.type('bel');
	await page.keyboard.press('Enter');
	await page.waitForFunction(() => document.activeElement?.id === 'step-note-note');
	assert.equal(await note.inputValue(), `Gesproken. Wij bellen over ${receipt}.`);
	await page.keyboard.press('Control+Enter');
	await page.locator('.timeline', { hasText: `Wij bellen over ${receipt}.` }).waitFor();
	await page.context().close();
});
