using System.Text;

namespace Vitrine.Core.Inspect.Decode;

/// <summary>Places within forms and query strings.</summary>
internal static class FormPlace
{
    private const int MostName = 64;

    /// <summary>The name of the pair that holds <paramref name="start"/>.</summary>
    public static string Of(ReadOnlySpan<byte> data, int container, int start, bool isQuery, HashSet<(int Container, int Start)> hidden)
    {
        int pair = data[..start].LastIndexOfAny((byte)'&', (byte)';') + 1;
        int length = data[pair..].IndexOfAny("=&;"u8);
        length = length < 0 ? data.Length - pair : length;
        var place = new StringBuilder(isQuery ? "query/" : "/");
        if (hidden.Contains((container, pair)))
            place.Append('*');
        else
            PlaceName.Append(place, Layer.Form, data.Slice(pair, Math.Min(length, MostName)), length > MostName);
        return place.ToString();
    }
}
