import postgres from 'postgres';

export type Listening = { close(): Promise<void> };

/**
 * Hears a channel on a connection of its own, which goes around pools and takes part in no transaction. `lost` is called
 * once when that connection is gone: the driver's own way of listening would try once to get it back and tell nobody.
 */
export async function listen(
  url: string,
  channel: string,
  { woken, lost }: { woken: () => void; lost: () => void },
): Promise<Listening> {
  let closing = false;
  const options = {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    fetch_types: false,
    onnotice: () => {},
    onnotify: woken,
    onclose: () => {
      if (!closing) lost();
    },
    connection: { application_name: 'holdfast-listen' },
  };
  // `onnotify` is what the driver's `listen` is made of; its types leave it out.
  const client = postgres(url, options as postgres.Options<Record<string, never>>);
  const close = async () => {
    closing = true;
    await client.end({ timeout: 1 });
  };
  try {
    await client`listen ${client(channel)}`;
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
