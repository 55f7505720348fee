package pages

import (
	"bytes"
	"html/template"
	"net/http"

	"github.com/gin-gonic/gin"

	"latchkey/api/fault"
	"latchkey/api/web/middleware"
)

// problemsPage is what the type of every problem document points to
// (`/problems#code`, RFC 9457, 3.1.1): the catalogue, for integrators.
func problemsPage() gin.HandlerFunc {
	page := template.Must(template.New("problems").Parse(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Problems - Latchkey</title></head>
<body>
<main>
<h1>Problems</h1>
<p>Every refusal of the API is a problem document (RFC 9457) with one of these codes. The contract is <a href="/openapi.yaml">openapi.yaml</a>.</p>
<dl>
{{range .}}<dt id="{{.Code}}"><code>{{.Code}}</code></dt><dd>{{.Status}}: {{.Title}}.</dd>
{{end}}</dl>
</main>
</body>
</html>
`))
	var html bytes.Buffer
	err := page.Execute(&html, fault.Catalogue())
	return func(c *gin.Context) {
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.Data(http.StatusOK, middleware.HTMLType, html.Bytes())
	}
}
