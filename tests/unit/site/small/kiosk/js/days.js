export const later = (m) => m['days.later'];
