// Package role keeps the roles of organizations: what their people may in Latchkey, and
// what applications are told of them (spec "People", 1). Two are built in; an
// organization's own ones permit to read at most. Who has a role is said by package people.
package role
