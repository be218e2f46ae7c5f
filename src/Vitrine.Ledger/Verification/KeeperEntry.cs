using System.Text;
using System.Text.Json;

namespace Vitrine.Ledger.Verification;

/// <summary>An entry that the ledger's keeper made, such as <c>ledger-pruned</c>: what it says stands in clear.</summary>
/// <param name="Index">Its place in the tree.</param>
/// <param name="Type">Its type.</param>
/// <param name="Time">When, as it stands there.</param>
/// <param name="Data">Its <c>data</c>, a JSON object; empty for none.</param>
public sealed record KeeperEntry(long Index, string Type, string Time, ReadOnlyMemory<byte> Data)
{
    /// <summary>The type of the entry that allows a prefix of the tree to be gone.</summary>
    public const string Pruned = "ledger-pruned";

    internal static KeeperEntry Of(long index, in LeafView view) =>
        new(index, Encoding.ASCII.GetString(view.Type), Encoding.ASCII.GetString(view.Time), view.Data.ToArray());

    /// <summary>
    /// For <see cref="Pruned"/>: the first index that may not be gone. 0 for anything else, and for one that claims more than stood before it.
    /// </summary>
    public long MinimumIndex()
    {
        if (Type != Pruned || Data.IsEmpty)
            return 0;
        using var data = JsonDocument.Parse(Data);
        return data.RootElement.TryGetProperty("minimum-index", out JsonElement minimum) && minimum.ValueKind == JsonValueKind.Number
            && minimum.TryGetInt64(out long index) && index > 0 && index <= Index ? index : 0;
    }
}
