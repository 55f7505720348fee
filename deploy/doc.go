// Package deploy holds what an operator runs the product with: compose.yaml, a Helm chart,
// alert rules and a dashboard. Its tests hold them to the settings, metrics and addresses
// that the program has. helm/rendered is what Helm makes of the chart: make deploy-check
// writes it, lints the chart, and tries the rules with promtool, which takes minutes to
// compile. How to use all of it: docs/operations/.
package deploy
