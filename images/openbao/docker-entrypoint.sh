#!/bin/sh
# The part of the official entry point that a user without rights can go through: `server` reads /openbao/config, a flag
# or a command of bao's goes to bao, anything else is run as it is.
set -eu
case "${1:-}" in
  server)
    shift
    exec bao server -config=/openbao/config \
      -dev-root-token-id="${BAO_DEV_ROOT_TOKEN_ID:-}" \
      -dev-listen-address="${BAO_DEV_LISTEN_ADDRESS:-0.0.0.0:8200}" "$@"
    ;;
  -* | version) exec bao "$@" ;;
esac
if bao --help "${1:-}" 2>&1 | grep -q "bao ${1:-}"; then
  set -- bao "$@"
fi
exec "$@"
