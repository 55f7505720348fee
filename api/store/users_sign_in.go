package store

import "context"

// WithPassword is what LastSignInWith says of a password; of an account it says the provider.
const WithPassword = "password"

// lastSignInKey is what a list is sorted by: whoever never signed in comes before everybody.
const lastSignInKey = `COALESCE(last_sign_in_at, 0)`

// lastSignInOfUser is lastSignInKey of a user u.
const lastSignInOfUser = `COALESCE(u.last_sign_in_at, 0)`

// lastSignInFilled gives the columns what older programs have left in others.
const lastSignInFilled = `last_sign_in_at = (SELECT MAX(x.at) FROM (` + signInsBefore + `) x),
	last_sign_in_with = COALESCE((SELECT x.method FROM (` + signInsBefore + `) x WHERE x.at IS NOT NULL ORDER BY x.at DESC LIMIT 1), '')`

const signInsBefore = `
	SELECT users.password_used_at AS at, 'password' AS method
	UNION ALL
	SELECT i.last_used_at, c.provider FROM identities i
	JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id
	WHERE i.organization_id = users.organization_id AND i.user_id = users.id AND i.last_used_at >= i.linked_at`

// noteSignIn records that a user signed in with an account. It is no change of the user.
func (r Rows) noteSignIn(ctx context.Context, organizationID, userID, identityID string, at Time) error {
	_, err := r.exec(ctx, `
		UPDATE users SET last_sign_in_at = ?, last_sign_in_with = COALESCE((
			SELECT c.provider FROM identities i
			JOIN connections c ON c.organization_id = i.organization_id AND c.id = i.connection_id
			WHERE i.organization_id = ? AND i.id = ?), '')
		WHERE organization_id = ? AND id = ? AND `+lastSignInKey+` <= ?`,
		at, organizationID, identityID, organizationID, userID, at)
	return err
}
