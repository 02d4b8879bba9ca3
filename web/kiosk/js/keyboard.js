/* The keyboard on the screen; loaded only where something is typed on a kiosk. It types at the caret
 * of the field that has the focus and leaves as soon as a real keyboard is used.
 *
 * SPDX-License-Identifier: EUPL-1.2 */
import Keyboard from 'simple-keyboard/build/index.modern.esm.js';
import { all, find, messages } from './page.js';

const HARD = 'portiek.hardkeys';

/** Rows per kind of field. {x} are keys with a word or a job of their own. */
const LAYOUTS = {
	text: {
		default: ['q w e r t y u i o p', 'a s d f g h j k l', '{shift} z x c v b n m {bksp}', '{more} , {space} . \' -'],
		shift: ['Q W E R T Y U I O P', 'A S D F G H J K L', '{shift} Z X C V B N M {bksp}', '{more} , {space} . \' -'],
		more: ['1 2 3 4 5 6 7 8 9 0', 'é è ë ê ï ö ü á ó ç', '? ! : ; / ( ) & {bksp}', '{letters} @ {space} + _ "'],
	},
	mail: {
		default: ['1 2 3 4 5 6 7 8 9 0', 'q w e r t y u i o p', 'a s d f g h j k l', 'z x c v b n m {bksp}', '@ . - _ .nl .com'],
	},
	code: {
		default: ['1 2 3 4 5 6 7 8 9 0', 'Q W E R T Y U P', 'A S D F G H J K -', 'Z X C V B N M {bksp}'],
	},
	digits: { default: ['1 2 3', '4 5 6', '7 8 9', '- 0 {bksp}'] },
	phone: { default: ['1 2 3', '4 5 6', '7 8 9', '+ 0 {bksp}'] },
};

/** @typedef {HTMLInputElement|HTMLTextAreaElement} Field */

/** @param {Field} field @param {string} text */
function insert(field, text) {
	const from = field.selectionStart ?? field.value.length;
	const to = field.selectionEnd ?? from;
	if (field.maxLength >= 0 && field.value.length - (to - from) + text.length > field.maxLength) return;
	field.setRangeText(text, from, to, 'end');
	field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @param {Field} field */
function erase(field) {
	const from = field.selectionStart ?? field.value.length;
	const to = field.selectionEnd ?? from;
	const start = from === to ? Math.max(from - 1, 0) : from;
	field.setRangeText('', start, to, 'end');
	field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @param {Field} field @returns {keyof typeof LAYOUTS} */
function kindOf(field) {
	const kind = field.dataset.keys ?? 'text';
	return kind in LAYOUTS ? /** @type {keyof typeof LAYOUTS} */ (kind) : 'text';
}

export async function startKeyboard() {
	const box = find('[data-keyboard]');
	const fields = /** @type {Field[]} */ (all('.field__input'));
	if (!box || !fields.length || sessionStorage.getItem(HARD)) return;
	const words = await messages();
	const inner = document.createElement('div');
	inner.className = 'simple-keyboard';
	box.append(inner);
	box.hidden = false;
	let field = fields.find((one) => one === document.activeElement) ?? fields[0];
	const keyboard = makeKeyboard(inner, words, () => field);
	const follow = () => {
		const kind = kindOf(field);
		box.classList.toggle('keys--digits', kind === 'digits' || kind === 'phone');
		keyboard.setOptions({ layout: LAYOUTS[kind], layoutName: startOf(field) });
	};
	for (const one of fields) {
		one.inputMode = 'none';
		one.addEventListener('focus', () => {
			field = one;
			follow();
		});
	}
	follow();
	leaveForHardware(box);
}

/** Names and sentences begin with a capital. @param {Field} field */
function startOf(field) {
	return kindOf(field) === 'text' && field.value === '' ? 'shift' : 'default';
}

/** @param {HTMLElement} box @param {Record<string, string>} words @param {() => Field} current */
function makeKeyboard(box, words, current) {
	const labels = {
		'{bksp}': words['keys.erase'], '{space}': words['keys.space'], '{shift}': words['keys.shift'],
		'{more}': words['keys.more'], '{letters}': words['keys.letters'],
	};
	const wide = '{bksp} {shift} {more} {letters}';
	const keyboard = new Keyboard(box, {
		layout: LAYOUTS.text,
		display: labels,
		mergeDisplay: false,
		useButtonTag: true,
		preventMouseDownDefault: true,
		physicalKeyboardHighlight: false,
		disableCaretPositioning: true,
		buttonTheme: [{ class: 'key--wide', buttons: wide }, { class: 'key--space', buttons: '{space}' }],
		onKeyPress: (/** @type {string} */ key) => press(keyboard, key, current()),
	});
	return keyboard;
}

/** @param {Keyboard} keyboard @param {string} key @param {Field} field */
function press(keyboard, key, field) {
	const layer = keyboard.options.layoutName ?? 'default';
	const layers = { '{shift}': layer === 'shift' ? 'default' : 'shift', '{more}': 'more', '{letters}': 'default' };
	if (key in layers) {
		keyboard.setOptions({ layoutName: layers[/** @type {keyof typeof layers} */ (key)] });
		return;
	}
	if (key === '{bksp}') erase(field);
	else insert(field, key === '{space}' ? ' ' : key);
	if (layer === 'shift') keyboard.setOptions({ layoutName: 'default' });
	else if (kindOf(field) === 'text' && /(^|[.?!]\s)$/.test(field.value) && layer === 'default')
		keyboard.setOptions({ layoutName: startOf(field) });
}

/** @param {HTMLElement} box */
function leaveForHardware(box) {
	addEventListener('keydown', (event) => {
		if (!event.isTrusted || event.key.length > 1) return;
		if (!(event.target instanceof HTMLElement) || !event.target.matches('.field__input')) return;
		sessionStorage.setItem(HARD, '1');
		box.remove();
	});
}
