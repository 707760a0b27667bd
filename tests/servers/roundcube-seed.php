<?php
// Makes Roundcube's database with a user, two identities, a contact group and colleagues. JSON on stdin.
$seed = json_decode(stream_get_contents(STDIN), true, 16, JSON_THROW_ON_ERROR);
$db = new PDO('sqlite:' . $seed['database'], null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);
if ($db->query("SELECT 1 FROM sqlite_master WHERE name = 'users'")->fetch()) {
    exit(0);
}
$db->exec(file_get_contents('/usr/share/roundcube/SQL/sqlite.initial.sql'));
$now = gmdate('Y-m-d H:i:s');

function add(PDO $db, string $table, array $row): string
{
    $names = implode(', ', array_map(fn ($name) => '"' . $name . '"', array_keys($row)));
    $marks = implode(', ', array_fill(0, count($row), '?'));
    $db->prepare("INSERT INTO $table ($names) VALUES ($marks)")->execute(array_values($row));
    return $db->lastInsertId();
}

$db->beginTransaction();
$user = add($db, 'users', ['username' => $seed['user'], 'mail_host' => '127.0.0.1', 'created' => $now, 'language' => 'en_GB']);
add($db, 'identities', [
    'user_id' => $user, 'changed' => $now, 'standard' => 1, 'name' => $seed['name'], 'organization' => 'Oakfield School', 'email' => $seed['user'],
    'signature' => $seed['name'] . "\nOakfield School\n\nThis message is meant for the person it is addressed to. If you are not that person, "
        . "please tell the sender and delete it.",
]);
add($db, 'identities', ['user_id' => $user, 'changed' => $now, 'name' => $seed['name'] . ' (personal)', 'email' => $seed['personal']]);

function contact(PDO $db, string $user, string $now, array $person): string
{
    [$first, $last] = explode(' ', $person['name'], 2);
    return add($db, 'contacts', [
        'user_id' => $user, 'changed' => $now, 'name' => $person['name'], 'email' => $person['address'], 'firstname' => $first, 'surname' => $last,
        'vcard' => "BEGIN:VCARD\r\nVERSION:3.0\r\nN:$last;$first;;;\r\nFN:{$person['name']}\r\nEMAIL;TYPE=INTERNET;TYPE=HOME:{$person['address']}\r\nEND:VCARD",
        'words' => ' ' . mb_strtolower($person['name'] . ' ' . $person['address']) . ' ',
    ]);
}

$group = add($db, 'contactgroups', ['user_id' => $user, 'changed' => $now, 'name' => $seed['group']]);
foreach ($seed['members'] as $member) {
    add($db, 'contactgroupmembers', ['contactgroup_id' => $group, 'contact_id' => contact($db, $user, $now, $member), 'created' => $now]);
}
foreach ($seed['others'] as $other) {
    contact($db, $user, $now, $other);
}
$db->commit();
