namespace Vitrine.Audit.Comparison.Features;

/// <summary>The features of one session, by path. Bounded: what a hostile target adds beyond that is counted, not kept.</summary>
internal sealed class FeatureSet
{
    private const int MostFeatures = 40_000;
    private const int LongestPath = 400;
    private readonly Dictionary<string, Feature> _features = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Feature> All => _features;

    /// <summary>Gives back the room that was kept for more of them.</summary>
    public void Trim() => _features.TrimExcess();

    /// <summary>How many were left out.</summary>
    public int LeftOut { get; private set; }

    public void Word(string path, string channel, string value) => Add(new Feature(path, channel, FeatureForm.Word, value));

    public void Text(string path, string channel, string value) => Add(new Feature(path, channel, FeatureForm.Text, value));

    public void Echo(string path, string channel, string value) => Add(new Feature(path, channel, FeatureForm.Echo, value));

    public void Amount(string path, string channel, double value) =>
        Add(new Feature(path, channel, FeatureForm.Amount, value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));

    private void Add(Feature feature)
    {
        if (_features.Count >= MostFeatures || feature.Path.Length > LongestPath)
        {
            LeftOut++;
            return;
        }

        feature = SharedText.Of(feature);
        if (!_features.TryAdd(feature.Path, feature))
            LeftOut++;
    }
}
