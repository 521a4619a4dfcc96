// Package register has, instead of every generator, the one that the platform uses.
package register

import (
	_ "github.com/external-secrets/external-secrets/pkg/generator/password"
)
