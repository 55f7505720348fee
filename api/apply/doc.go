// Package apply sets a deployment up from a file: organizations, connections
// with secrets by reference, roles, people with role and password hash.
//
// It is declarative and idempotent, sets only the keys that are present and
// deletes nothing. It prints each change, audits it with the operator as actor,
// and writes all of them in one transaction or none. Values go through the rules
// and writers of the screens (packages rules, connection, people, role and service).
//
// Who changed it last, and may the file win?
//
//	code, provider                    name the row; nothing changes them
//	externalId, then email            find the person; a change of either is a change of who
//	                                  somebody is: shown as such, and refused without
//	                                  --allow-identity-changes. The very same words as before
//	                                  mean the same row, whoever has the address or the id by
//	                                  now; new words that mean another row are such a change
//	passwordHash                      an initial value: set where there is no password, else
//	                                  only with --reset-passwords; sign-ins and people change
//	                                  it, and the file never revives an old one
//	clientId, secret, tenant, issuer  the file wins where it says something new; what it said
//	                                  before does not come back after somebody saved another
//	                                  application (--overwrite lets it)
//	clientAuth                        remembered like everything else, because a test that finds
//	                                  out another way keeps it with the application; another
//	                                  application begins with the file's
//	everything else                   the same: what the file said when it was applied last is
//	                                  remembered by field (table applied). Said again, it does
//	                                  not undo what a super admin, the person or a sign-in made
//	                                  of it since: that is shown with "=" and kept, unless
//	                                  --overwrite lets the file win
//
// Power that a file gives is told to the super admins by mail, as that of the screens.
//
// So a file that is applied twice changes nothing, ends no session and audits
// nothing the second time, whatever happened between.
//
// A service or a secret that somebody revoked stays so, and a secret that is there keeps
// its end, whatever the file says. Applications belong to the deployment: the file always
// wins, since nobody else changes them.
//
// What the API sets of an organization, a connection or a person is a key of the
// file, or has a reason not to be: both are listed in fields_test.go.
package apply
