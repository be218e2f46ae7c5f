namespace Vitrine.Sandbox.Review;

/// <summary>Judges the text of a symbolic link.</summary>
internal static class LinkTarget
{
    /// <summary>
    /// Whether it may lead out of the workspace: absolute, more <c>..</c> than the link lies deep, or a <c>..</c> behind a name, which may itself be a link, so
    /// that nobody can say from the text where that leads.
    /// </summary>
    public static bool MayLeadOut(ReadOnlySpan<byte> path, ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("/"u8))
            return true;
        int room = path.Count((byte)'/');
        bool hasName = false;
        foreach (Range range in text.Split((byte)'/'))
        {
            ReadOnlySpan<byte> part = text[range];
            if (part.SequenceEqual(".."u8))
            {
                if (hasName || --room < 0)
                    return true;
            }
            else if (!part.IsEmpty && !part.SequenceEqual("."u8))
                hasName = true;
        }

        return false;
    }
}
