// Every surface of every site file, with a page that has it: an address, and what is seen there. Two tests go
// through it: what is read (content/every.test.mjs) and that no page is changed (e2e/unbroken.test.mjs). `made`
// is a page of our own at that address; `by` names the test that has the real service instead.

const signUp = '<!doctype html><html lang="en"><title>Sign up</title><form><label>Address <input name="emailOrPhone" value="m.hartley@oakfield.sch.uk"></label></form>';
const sam = { name: 'Sam Okoro' };
const who = 'people=pupil-listed';

export const surfaces = {
  'converse/request': { by: 'e2e/chat.test.mjs' },
  'converse/invitation': { by: 'e2e/chat.test.mjs' },
  'converse/message': { by: 'e2e/chat.test.mjs' },
  'drive/share': { by: 'e2e/share.test.mjs' },
  'roundcube/compose': { by: 'e2e/roundcube.test.mjs' },
  'sogo/compose': { by: 'e2e/sogo.test.mjs' },
  'roundcube/received': { by: 'e2e/mail-rules.test.mjs' },
  'gmail/compose': { at: 'https://mail.google.com/mail/u/0/?open=popup&to=a.one@example.com', see: { to: [{ address: 'a.one@example.com' }] } },
  'proton/compose': { at: 'https://mail.proton.me/u/0/inbox?to=Ann One <a.one@example.com>&cc=b.two@example.org', see: { account: 'me@proton.me', to: [{ address: 'a.one@example.com', name: 'Ann One' }], cc: [{ address: 'b.two@example.org' }] } },
  'yahoo/compose': { at: 'https://mail.yahoo.com/d/compose/1?to=Ann One <a.one@example.com>&bcc=b.two@example.org', see: { account: 'me@yahoo.com', to: [{ address: 'a.one@example.com', name: 'Ann One' }], bcc: [{ address: 'b.two@example.org' }] } },
  'zimbra/compose': { at: 'https://zimbra.oakfield.sch.uk/mail?to=Ann One <a.one@example.com>&bcc=b.two@example.org', see: { account: 'teacher@oakfield.sch.uk', to: [{ address: 'a.one@example.com', name: 'Ann One' }], bcc: [{ address: 'b.two@example.org' }] } },
  'other-webmail/compose': { at: 'https://webmail.oakfield.sch.uk/src/compose.php?to=Ann One <a.one@example.com>, b.two@example.org', see: { account: 'teacher@oakfield.sch.uk', to: [{ address: 'a.one@example.com', name: 'Ann One' }, { address: 'b.two@example.org' }], canMove: true } },
  'outlook/compose': { at: 'https://outlook.office.com/mail/?open=1&to=a.one@example.com', see: { to: [{ address: 'a.one@example.com' }] } },
  'facebook/request': { at: `https://www.facebook.com/friends/requests/?${who}`, see: { direction: 'received', person: sam } },
  'facebook/suggestion': { at: `https://www.facebook.com/friends/suggestions/?${who}`, see: { direction: 'starting' } },
  'facebook/profile': { at: 'https://www.facebook.com/oakfield.sam', see: { direction: 'starting', person: { ...sam, handle: 'oakfield.sam' } } },
  'facebook/post': { at: 'https://www.facebook.com/?open=composer&audience=Public', see: { audience: 'public' } },
  'facebook/name': { at: 'https://accountscenter.facebook.com/profiles/100000000000900/name/', see: { field: 'name' } },
  'facebook/posts-setting': { at: 'https://www.facebook.com/settings/?tab=posts&audience=Public', see: { setting: 'posts', audience: 'public' } },
  'facebook/requests-setting': { at: 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you', see: { setting: 'requests' } },
  'facebook/friend-list-setting': { at: 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you', see: { setting: 'friend-list' } },
  'facebook/email-look-up-setting': { at: 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you', see: { setting: 'look-up' } },
  'facebook/phone-look-up-setting': { at: 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you', see: { setting: 'look-up' } },
  'facebook/search-engines-setting': { at: 'https://www.facebook.com/settings/?tab=how_people_find_and_contact_you&search=off', see: { setting: 'search-engines', audience: 'friends' } },
  'instagram/request': { at: `https://www.instagram.com/?open=notifications&${who}`, see: { direction: 'received', person: { handle: 'sam.oak' } } },
  'instagram/profile': { at: 'https://www.instagram.com/sam.oak/', see: { direction: 'starting', person: { handle: 'sam.oak' } } },
  'instagram/post': { at: 'https://www.instagram.com/?open=composer', see: { pictures: true } },
  'instagram/private-setting': { at: 'https://www.instagram.com/accounts/who_can_see_your_content/?private=off', see: { setting: 'account', audience: 'public' } },
  'instagram/bio': { at: 'https://www.instagram.com/accounts/edit/?bio=Dogs', see: { field: 'about', value: 'Dogs' } },
  'instagram/sign-up': { at: 'https://www.instagram.com/accounts/emailsignup/', made: signUp, see: { field: 'email', value: '@oakfield.sch.uk' } },
  'linkedin/request': { at: `https://www.linkedin.com/mynetwork/invitation-manager/received/?${who}`, see: { direction: 'received', person: { ...sam, handle: 'sam-oak' } } },
  'linkedin/suggestion': { at: 'https://www.linkedin.com/mynetwork/grow/', see: { direction: 'starting' } },
  'linkedin/profile': { at: 'https://www.linkedin.com/in/sam-oak/', see: { direction: 'starting', person: { handle: 'sam-oak' } } },
  'linkedin/post': { at: 'https://www.linkedin.com/feed/?open=composer', see: {} },
  'x/request': { at: `https://x.com/follower_requests?${who}`, see: { direction: 'received', person: { ...sam, handle: 'samoak' } } },
  'x/profile': { at: 'https://x.com/samoak', see: { direction: 'starting', person: { ...sam, handle: 'samoak' } } },
  'x/post': { at: 'https://x.com/compose/post', see: {} },
  'x/protected-setting': { at: 'https://x.com/settings/audience_and_tagging?protected=on', see: { setting: 'account', audience: 'friends' } },
  'mastodon/request': { at: `https://mastodon.social/follow_requests?${who}`, see: { direction: 'received', person: { ...sam, handle: 'samoak' } } },
  'mastodon/search-engines-setting': { at: 'https://mastodon.social/settings/privacy?indexable=on', see: { setting: 'search-engines', audience: 'public' } },
  'tiktok/private-setting': { at: 'https://www.tiktok.com/setting?activeTab=privacy&private=off', see: { setting: 'account', audience: 'public' } },
  'whatsapp/message': { at: 'https://web.whatsapp.com/?open=Sam Okoro', see: { person: sam } },
};

/** Pages of our own, as the server of replicas takes them. */
export const made = Object.fromEntries(Object.values(surfaces).filter((one) => one.made).map(({ at, made: body }) => [at.replace('https://', '').replace(/\?.*/, ''), body]));
