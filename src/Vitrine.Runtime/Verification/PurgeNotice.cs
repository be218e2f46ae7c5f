using System.Text.Json;
using Vitrine.Ledger.Verification;
using Vitrine.Runtime.Keeping;

namespace Vitrine.Runtime.Verification;

/// <summary>What an entry <c>ledger-purged</c> says: which sessions' keys, payloads and journals were destroyed, by whom, when and why.</summary>
/// <param name="Index">The entry's place in the tree.</param>
/// <param name="Time">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Sessions">Which.</param>
public sealed record PurgeNotice(long Index, string Time, string Actor, string Reason, IReadOnlyList<string> Sessions)
{
    /// <summary>Reads one; null where the entry is of another type or does not say which sessions.</summary>
    public static PurgeNotice? TryRead(KeeperEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != KeeperNotice.Purged || entry.Data.IsEmpty)
            return null;
        using var data = JsonDocument.Parse(entry.Data);
        if (!data.RootElement.TryGetProperty("sessions", out JsonElement sessions) || sessions.ValueKind != JsonValueKind.Array)
            return null;
        string[] ids = [.. sessions.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()!)];
        return new PurgeNotice(entry.Index, entry.Time, Text(data, "actor"), Text(data, "reason"), ids);
    }

    /// <summary>The last notice about each session.</summary>
    public static IReadOnlyDictionary<string, PurgeNotice> BySession(IEnumerable<KeeperEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var notices = new Dictionary<string, PurgeNotice>(StringComparer.Ordinal);
        foreach (KeeperEntry entry in entries)
        {
            if (TryRead(entry) is not { } notice)
                continue;
            foreach (string session in notice.Sessions)
                notices[session] = notice;
        }

        return notices;
    }

    private static string Text(JsonDocument data, string name) =>
        data.RootElement.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
}
