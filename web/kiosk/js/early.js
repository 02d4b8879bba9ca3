/* Taps that come too early: before the page stands, or as the second half of a double tap.
 *
 * What somebody chooses is recorded by the page's module. On a slow machine people tap before it is
 * there: the link would be followed, the answer missing, and a page later the report would begin anew.
 * So such a tap is kept, and done as soon as the page stands. Emergency goes at once; when the module
 * does not come, links are links again.
 *
 * Many people press everything twice. The second tap would fall on whatever has come in the same place:
 * an answer nobody chose. It is left out.
 *
 * This is the only script that holds up drawing, so that nothing can be tapped before it.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

const PATIENCE = 4_000; /* ms; then it works as it does without scripts */
const AT_ONCE = '.dock__emergency, .door--danger, .tile--danger, [href^="tel:"]';

const TWICE = 400; /* ms */
const SPOT = 48;   /* CSS pixels */
const LAST = 'portiek.tap'; /* in the tab's memory: where and when */

const html = document.documentElement;
/** The last thing tapped. @type {HTMLElement|null} */
let kept = null;

/** Is it the second half of a double tap? The first one may have led to this page. @param {MouseEvent} event */
function isSecond(event) {
	if (!event.detail) return false; /* a key */
	const now = Date.now();
	const [x = 0, y = 0, t = 0] = (sessionStorage.getItem(LAST) ?? '').split(' ').map(Number);
	const near = Math.hypot(event.clientX - x, event.clientY - y) < SPOT;
	if (near && now >= t && now < t + TWICE) return true;
	sessionStorage.setItem(LAST, `${Math.round(event.clientX)} ${Math.round(event.clientY)} ${now}`);
	return false;
}

/** @param {MouseEvent} event */
function leaveOut(event) {
	if (event.target instanceof Element && event.target.closest('[data-keyboard]')) return; /* "aa" is typed so */
	if (!isSecond(event)) return;
	event.preventDefault();
	event.stopImmediatePropagation();
}

/** @param {MouseEvent} event */
function keep(event) {
	const target = event.target instanceof Element ? event.target.closest('a, button, label, input, summary') : null;
	if (!(target instanceof HTMLElement) || target.matches(AT_ONCE)) return;
	event.preventDefault();
	event.stopImmediatePropagation();
	kept?.removeAttribute('data-kept');
	kept = target;
	kept.setAttribute('data-kept', ''); /* looks pressed: it is seen that the tap was taken */
}

function letGo() {
	removeEventListener('click', keep, { capture: true });
	watch.disconnect();
	clearTimeout(patience);
	kept?.removeAttribute('data-kept');
	if (kept && html.dataset.leaving === undefined) kept.click();
	kept = null;
}

addEventListener('click', leaveOut, { capture: true });
addEventListener('click', keep, { capture: true });
const watch = new MutationObserver(letGo);
watch.observe(html, { attributeFilter: ['data-ready'] });
const patience = setTimeout(letGo, PATIENCE);
