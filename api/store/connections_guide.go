package store

import "context"

// GuideDone reads the ticked steps of the set-up guide of a connection that is
// there. They are no part of [Connection]: sign-ins have no use for them.
func (r Rows) GuideDone(ctx context.Context, organizationID, connectionID string) (Strings, error) {
	var steps Strings
	err := r.get(ctx, &steps, `
		SELECT guide_done FROM connections WHERE organization_id = ? AND id = ? AND state <> 'removed'`,
		organizationID, connectionID)
	return steps, err
}

// SetGuideDone writes which steps of the guide are done. For whoever edits the connection nothing has changed.
func (r Rows) SetGuideDone(ctx context.Context, organizationID, connectionID string, steps Strings) error {
	return one(r.exec(ctx, `
		UPDATE connections SET guide_done = ? WHERE organization_id = ? AND id = ?`,
		steps, organizationID, connectionID))
}
