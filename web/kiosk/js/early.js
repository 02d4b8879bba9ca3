/* A tap that comes before the page stands is kept, and done as soon as it does.
 *
 * What somebody chooses is recorded by the page's module. On a slow machine people tap before it is
 * there: the link would be followed, the answer missing, and a page later the report would begin anew.
 * This is the only script that holds up drawing, so nothing can be tapped before it, and that is its
 * whole job. Emergency goes at once; when the module does not come, links are links again.
 *
 * SPDX-License-Identifier: EUPL-1.2 */

const PATIENCE = 4_000; /* ms; then it works as it does without scripts */
const AT_ONCE = '.dock__emergency, .door--danger, .tile--danger, [href^="tel:"]';

const html = document.documentElement;
/** The last thing tapped. @type {HTMLElement|null} */
let kept = null;

/** @param {Event} event */
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

addEventListener('click', keep, { capture: true });
const watch = new MutationObserver(letGo);
watch.observe(html, { attributeFilter: ['data-ready'] });
const patience = setTimeout(letGo, PATIENCE);
