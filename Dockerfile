# syntax=docker/dockerfile:1
# Tokenscope as an image: nothing in it but what runs, no rights, and nothing to write but /data and /tmp.
#   docker build -t tokenscope .
#   docker run --read-only --tmpfs /tmp -v tokenscope:/data --env-file .env tokenscope
# How it is meant to be run: docs/deploying.md.

# A version of Node that is still mended; all parts of other packages that are native come built, for amd64 and arm64.
ARG NODE_IMAGE=node:24-bookworm-slim

# What is built is JavaScript, so it is built once, whatever machines the image is for.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json vite.config.ts ./
COPY scripts scripts
COPY commands commands
COPY src src
RUN npm run build

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund
# What only compilers, debuggers and old browsers read is a third of it.
RUN find node_modules -type f \( -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.woff' \) -delete

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Tokenscope" \
      org.opencontainers.image.description="A Discord bot that shows how language models work" \
      org.opencontainers.image.licenses="MIT"
# What SQLite needs for a moment may be as large as its database, which is more than a /tmp in memory should hold.
# Without both of MALLOC_ the C library keeps what pictures took, and the bot grows to twice its size: docs/deploying.md.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    SQLITE_TMPDIR=/data \
    OPERATIONS_PORT=9464
WORKDIR /app
# Where the database is when nothing is said of it.
RUN mkdir /data && chown 1000:1000 /data && ln -s /data data
COPY package.json LICENSE ./
COPY assets/corpus assets/corpus
COPY assets/lessons assets/lessons
COPY assets/model assets/model
COPY assets/preferences assets/preferences
COPY assets/pictures/welcome.png assets/pictures/welcome.png
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
# By number, so that an orchestrator can see that it is not root.
USER 1000:1000
VOLUME /data
# The playground, interactions over HTTP where INTERACTIONS_PORT=8080, and health and metrics.
EXPOSE 3000 8080 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPERATIONS_PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the first process and gets the signals. `docker run … tokenscope dist/scripts/doctor.js` looks at all that is needed.
ENTRYPOINT ["node"]
CMD ["dist/src/main.js"]
