using Vitrine.Ledger.Files;
using Vitrine.Ledger.Payloads;
using Vitrine.Ledger.Store;

namespace Vitrine.Runtime.Recording;

/// <summary>
/// Where things lie under the state root, all of mode 0700:
/// <code>
/// sessions/ID/entries.log    the record
/// sessions/ID/payloads       bodies, encrypted
/// sessions/ID/index          where to look for what, encrypted; may be missing
/// keys/ID.key                what record and bodies are encrypted with, apart from them
/// sessions/ID/extents        where its leaves are in the ledger
/// keys/wrap.key              what those keys are wrapped with
/// keys/ledger.key, .vkey     what the ledger's checkpoints are signed and verified with; keys/ledger.lock is held by whoever adds to it, keys/keeping.lock by
/// whoever purges ledger/                    the ledger of all sessions (C2SP tlog-tiles)
/// purging/, holds/           purges that were begun; sessions that may not be purged
/// running/ID.control         where watchers connect while the session runs
/// running/ID                 empty; there from before the session starts until after its end is on disk
/// </code>
/// </summary>
internal sealed class StateDirectory(string root)
{
    public string Sessions { get; } = Path.Combine(root, "sessions");

    public string Running { get; } = Path.Combine(root, "running");

    /// <summary>Purges that were begun; empty where none was interrupted.</summary>
    public string Purging { get; } = Path.Combine(root, "purging");

    /// <summary>A file for each session under a hold.</summary>
    public string Holds { get; } = Path.Combine(root, "holds");

    /// <summary>Held by whoever purges, holds, releases or restarts.</summary>
    public string KeepingLock => Path.Combine(Keys, "keeping.lock");

    private string Keys { get; } = Path.Combine(root, "keys");

    public string SessionOf(SessionId id) => Path.Combine(Sessions, id.ToString());

    public string LogOf(SessionId id) => Path.Combine(SessionOf(id), "entries.log");

    public string PayloadsOf(SessionId id) => Path.Combine(SessionOf(id), "payloads");

    public string ExtentsOf(SessionId id) => Path.Combine(SessionOf(id), "extents");

    /// <summary>The query index: a cache, encrypted under a key derived from the session's.</summary>
    public string IndexOf(SessionId id) => Path.Combine(SessionOf(id), "index");

    public string KeyOf(SessionId id) => Path.Combine(Keys, id + ".key");

    public LedgerPaths Ledger => new(Path.Combine(root, "ledger"), Keys);

    public string WrappingKey => Path.Combine(Keys, "wrap.key");

    public string ControlOf(SessionId id) => Path.Combine(Running, id + ".control");

    public string MarkOf(SessionId id) => Path.Combine(Running, id.ToString());

    /// <summary>Makes what is missing, and closes to others what is open to them.</summary>
    public void Prepare()
    {
        foreach (string directory in (ReadOnlySpan<string>)[Sessions, Keys, Running])
            PrivateDirectory.Create(directory, durably: true);
    }

    /// <summary>The ledger, to add to. Its origin names the machine and the user.</summary>
    public LedgerAppender OpenLedger() => new(Ledger, $"vitrine/{Environment.MachineName}/{Environment.UserName}");

    /// <summary>A session's key; null when it was destroyed.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public SessionKey? LoadKey(SessionId id) => SessionKey.Load(KeyOf(id), WrappingKey, id.ToString());

    /// <summary>What opens and makes a session's entries; null when its key was destroyed.</summary>
    /// <exception cref="IOException">The key is there and cannot be read.</exception>
    public EntryCipher? LoadCipher(SessionId id)
    {
        using SessionKey? key = LoadKey(id);
        return key is null ? null : new EntryCipher(key);
    }

    /// <summary>Ids of the names in a directory, in no order; names that are no id are not ours.</summary>
    public static List<SessionId> ReadIds(string directory)
    {
        var ids = new List<SessionId>();
        if (!Directory.Exists(directory))
            return ids;
        foreach (string path in Directory.EnumerateFileSystemEntries(directory))
        {
            if (SessionId.TryParse(Path.GetFileName(path), out SessionId id))
                ids.Add(id);
        }

        return ids;
    }
}
