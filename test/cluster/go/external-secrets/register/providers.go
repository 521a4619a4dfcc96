// Package register has, instead of every provider of secrets that there is, the one that the platform uses: the others
// are most of what is built.
package register

import (
	_ "github.com/external-secrets/external-secrets/pkg/provider/vault"
)
