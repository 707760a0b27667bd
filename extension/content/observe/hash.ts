/** A short hash by which a verdict is told to belong to what the page holds now. It tells changes apart; it keeps no secret. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 7;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c ^ (b >>> 15), 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}
