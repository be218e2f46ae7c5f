using Vitrine.Core.Inspect.Decode;
using Vitrine.Core.Inspect.Meaning;
using Vitrine.Core.Model;

namespace Vitrine.Runtime.Inspection;

/// <summary>Reads one answer as it passes; one that is compressed is kept, up to a bound, and read at its end.</summary>
internal sealed class AnswerText
{
    private const int LongestCoded = 4 << 20;
    private readonly AnswerReader _reader;
    private readonly string _coding;
    private readonly MemoryStream? _coded;

    public AnswerText(BodyFacts facts, string coding)
    {
        (_reader, _coding) = (new AnswerReader(facts), coding);
        _coded = coding.Length > 0 && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase) ? new MemoryStream() : null;
    }

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (_coded is null)
            _reader.Append(chunk);
        else if (_coded.Length + chunk.Length <= LongestCoded)
            _coded.Write(chunk);
    }

    public BodyMeaning? Complete()
    {
        if (_coded is not null)
        {
            using DecodedBody decoded = BodyDecoder.Decode(_coded.GetBuffer().AsMemory(0, (int)_coded.Length), new BodyHead(null, _coding));
            _reader.Append(decoded.ContentBytes);
        }

        return _reader.Complete();
    }
}
