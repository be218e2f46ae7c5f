namespace Vitrine.Audit.Reading.Harvesting;

/// <summary>What was found, each thing once, with its most telling place; bounded for each kind.</summary>
internal sealed class HarvestTable(int mostOfKind)
{
    private readonly Dictionary<(HarvestKind Kind, string Value), HarvestItem> _items = [];
    private readonly Dictionary<HarvestKind, int> _counts = [];

    /// <summary>Kinds of which there was more than is kept.</summary>
    public HashSet<HarvestKind> Overfull { get; } = [];

    public void Add(HarvestKind kind, string value, in Sighting seen, string detail = "")
    {
        if (value.Length is 0 or > 512)
            return;
        if (_items.TryGetValue((kind, value), out HarvestItem? known))
        {
            bool isMore = seen.Suspicion > known.Suspicion;
            _items[(kind, value)] = known with
            {
                Count = known.Count + 1,
                Subjects = known.Subjects | seen.Subjects,
                Suspicion = isMore ? seen.Suspicion : known.Suspicion,
                Place = isMore ? seen.Place : known.Place,
                Chain = isMore ? seen.Chain : known.Chain,
                Detail = detail.Length > 0 && known.Detail.Length < 400 && !known.Detail.Split(' ').Contains(detail)
                    ? $"{known.Detail} {detail}".Trim()
                    : known.Detail,
            };
            return;
        }

        int count = _counts.GetValueOrDefault(kind);
        // The first half is for whatever comes; the rest is kept for what is more telling than a name.
        if (count >= mostOfKind || (count >= mostOfKind / 2 && seen.Suspicion == Suspicion.Named))
        {
            Overfull.Add(kind);
            return;
        }

        _counts[kind] = count + 1;
        _items[(kind, value)] = new HarvestItem(kind, value, seen.Place)
        {
            Suspicion = seen.Suspicion,
            Subjects = seen.Subjects,
            Chain = seen.Chain,
            Detail = detail
        };
    }

    public Harvest ToHarvest() =>
        new([.. _items.Values.OrderBy(item => item.Kind).ThenByDescending(item => item.Suspicion).ThenByDescending(item => int.PopCount((int)item.Subjects) > 0)
            .ThenBy(item => item.Value, StringComparer.Ordinal)]);
}
