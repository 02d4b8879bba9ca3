/* Two lines of one kiosk beside each other, and letting one in. SPDX-License-Identifier: EUPL-1.2 */
import assert from 'node:assert/strict';
import { assertAccessible, assertReflows, check, newPage, officeOfThisFile, sample, shot } from './office.mjs';

const office = officeOfThisFile();

/** Central saw a copy: the line that was is forked, two others came from it. */
async function copied() {
	await office.stack.stopCentral();
	office.stack.sql(`UPDATE device SET state = 'forked';
		INSERT INTO device (uuid, prefix, kind, label, state, key_no, pubkey, hw_hint, software, cert, cert_sig, counter, seen, hwm,
			chain, safe_hwm, enrolled, contact, pending, dead, oldest_s, disk_free, drained, feed_seen, parent, born)
		SELECT '018f4a00-1111-7222-8333-00000000000' || v.n, v.prefix, kind, label, 'pending', 1, randomblob(32), '', software, '', '', 9,
			zeroblob(128), v.hwm, zeroblob(32), 0, enrolled + v.n * 60000, contact + v.n * 60000, v.wait, 0, v.wait * 60, disk_free, 0, 0,
			device.n, randomblob(32)
		FROM device JOIN (SELECT 1 AS n, 'Z1PW' AS prefix, 14 AS hwm, 0 AS wait UNION SELECT 2, 'M8QD', 3, 2) v WHERE device.state = 'forked'`);
	await office.stack.startCentral();
}

check('[R70] both lines of a copied kiosk stand side by side, and an administrator lets one in', async () => {
	if (sample) return;
	await copied();
	const page = await newPage(office, { width: 1440, height: 900 });
	await page.goto(`${office.url}#/zuilen`);
	const { name, password } = office.as('beheer');
	await page.getByLabel('Gebruikersnaam').fill(name);
	await page.getByLabel('Wachtwoord').fill(password);
	await page.keyboard.press('Enter');
	await page.getByText('Meldnummers Z1PW-…').waitFor();
	await shot(page, 'lines-table');
	await page.goto(`${office.url}#/zuilen/018f4a00-1111-7222-8333-000000000001`);
	await page.getByText('Is dit dezelfde zuil?').waitFor();
	assert.equal(await page.locator('.twins > li').count(), 3, 'the line that was, and both that came from it');
	await page.getByText('Er zijn er meer dan één.').waitFor();
	await assertAccessible(page, 'lines of a kiosk');
	for (const [size, box] of Object.entries({ wide: { width: 1920, height: 1080 }, desktop: { width: 1440, height: 900 }, tablet: { width: 1024, height: 768 }, phone: { width: 320, height: 720 } })) {
		await page.setViewportSize(box);
		await assertReflows(page, `lines ${size}`);
		await shot(page, `lines-${size}`);
	}
	await page.setViewportSize({ width: 1440, height: 900 });
	await page.getByRole('button', { name: 'Laat toe' }).press('Enter');
	await page.getByText('Dit apparaat doet mee.').first().waitFor();
	await page.getByText('Verbonden').first().waitFor();
	assert.equal(office.stack.sql("SELECT who FROM audit WHERE what = 'device.approve'").trim(), 'beheer');
	assert.deepEqual(page.troubles, []);
	await page.context().close();
});
