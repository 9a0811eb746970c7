# One image for worker and starter. Built from source; the JDK's image is the base.
FROM eclipse-temurin:25-jdk AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven && rm -rf /var/lib/apt/lists/*
WORKDIR /agentinstruct
COPY . .
RUN ./mvnw -B -ntp -q -Dquick -DskipTests package && touch starter/target/built

# The packages are the sandbox of code; it needs user namespaces as well (docs/how-to/use-tools.md).
FROM eclipse-temurin:25-jdk
RUN apt-get update && apt-get install -y --no-install-recommends bubblewrap python3 util-linux &&\
    rm -rf /var/lib/apt/lists/*
WORKDIR /agentinstruct
COPY --from=build /agentinstruct/agentinstruct ./
COPY --from=build /agentinstruct/.mvn/find-jdk.sh .mvn/
COPY --from=build /agentinstruct/flows flows/
COPY --from=build /agentinstruct/samples samples/
COPY --from=build /agentinstruct/starter/target/agentinstruct.jar /agentinstruct/starter/target/built starter/target/
COPY --from=build /agentinstruct/starter/target/lib starter/target/lib/
ENV AGENTINSTRUCT_BUILD=never
ENTRYPOINT ["/agentinstruct/agentinstruct"]
