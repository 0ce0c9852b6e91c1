#!/bin/sh
# Builds the image and starts each of its processes once, without a Docker engine and without an image from elsewhere:
# in a chroot, on a base of Debian's packages and npm's Node. Needs root, debootstrap and podman.
#   docker/check/check.sh [FOLDER FOR THE BASE]
set -eu
cd "$(dirname "$0")/../.."
base=${1:-.concordat/containers}
mkdir -p "$base"

if ! podman image exists localhost/concordat-base; then
  [ -d "$base/root" ] || debootstrap --variant=minbase --include=ca-certificates bookworm "$base/root"
  cp node_modules/node/bin/node "$base/root/usr/local/bin/node"
  npm install --silent --no-save --prefix "$base/root/usr/local/lib" npm@11
  ln -sf ../lib/node_modules/npm/bin/npm-cli.js "$base/root/usr/local/bin/npm"
  ln -sf ../lib/node_modules/npm/bin/npx-cli.js "$base/root/usr/local/bin/npx"
  # Authorities that this machine trusts besides, for a registry behind a proxy.
  mkdir -p "$base/root/etc/ssl/certs"
  cp /etc/ssl/certs/ca-certificates.crt "$base/root/etc/ssl/certs/ca-certificates.crt"
  tar --create --directory "$base/root" . | podman import --quiet - localhost/concordat-base
fi

podman build --format docker --isolation chroot --network host --build-arg BASE=localhost/concordat-base --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
  --tag concordat:local --file docker/Dockerfile .
exec node_modules/.bin/node tools/deploy/dist/check-image.js concordat:local
