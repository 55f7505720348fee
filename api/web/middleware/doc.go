// Package middleware is what stands before the handlers of every face of the
// product, as plain functions: the log of requests, recovery, time, headers,
// origins, limits, cookies, and the check of a request against the contract.
//
// Who may be refused by one of them is refused in the format of the face that was
// asked: each takes a Refuse. Problems is that of our own API and of the pages. A
// face is made of Face, which all have in common, and of what only some want:
//
//	common, err := middleware.Face(middleware.FaceOptions{…, Refuse: problems.Refuse})
//	router := engine.Group("", common...)
//	router.Use(middleware.Gate(middleware.GateOptions{…}))   what openapi.yaml demands
//
// What a body must be stands in body.go; all such places in the doc of package text.
package middleware
