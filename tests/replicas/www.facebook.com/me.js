export const me = { name: 'Miriam Hartley', first: 'Miriam' };
