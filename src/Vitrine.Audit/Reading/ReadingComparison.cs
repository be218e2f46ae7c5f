namespace Vitrine.Audit.Reading;

/// <summary>What one version has that another has not.</summary>
/// <param name="New">Things that are only in the newer.</param>
/// <param name="Gone">Things that were only in the older.</param>
/// <param name="Revealed">Strings that are hidden only in the newer.</param>
/// <param name="Components">Packages that are new, or of another version.</param>
/// <param name="Files">Files that are new or differ.</param>
public sealed record ReadingComparison(
    IReadOnlyList<HarvestItem> New, IReadOnlyList<HarvestItem> Gone, IReadOnlyList<RevealedString> Revealed, IReadOnlyList<Component> Components,
        IReadOnlyList<ReadFile> Files)
{
    /// <summary>
    /// Compares two readings. Places are left out of it, for they move with every change; what came out of hiding and is now in clear, or the other way, is
    /// new.
    /// </summary>
    public static ReadingComparison Of(StaticReading older, StaticReading newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        var before = older.Harvest.Items.Select(Key).ToHashSet();
        var after = newer.Harvest.Items.Select(Key).ToHashSet();
        var hidden = older.Revealed.Select(one => one.Text).ToHashSet(StringComparer.Ordinal);
        var components = older.Components.Select(one => (one.Path, one.Name, one.Version)).ToHashSet();
        var files = older.Files.Select(one => (one.Path, one.Sha256)).ToHashSet();
        return new ReadingComparison(
            [.. newer.Harvest.Items.Where(item => !before.Contains(Key(item))).OrderByDescending(item => item.Suspicion)],
            [.. older.Harvest.Items.Where(item => !after.Contains(Key(item)))],
            [.. newer.Revealed.Where(one => !hidden.Contains(one.Text))],
            [.. newer.Components.Where(one => !components.Contains((one.Path, one.Name, one.Version)))],
            [.. newer.Files.Where(one => !files.Contains((one.Path, one.Sha256)))]);
    }

    private static (HarvestKind, string, bool) Key(HarvestItem item) => (item.Kind, item.Value, item.Suspicion == Suspicion.Hidden);
}
