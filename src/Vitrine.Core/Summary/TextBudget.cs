namespace Vitrine.Core.Summary;

/// <summary>Characters that the lists of one summary may still keep. A path may be 4,096 bytes long, so a limit on their number alone would be none.</summary>
internal sealed class TextBudget(long characters)
{
    private long _left = characters;

    /// <summary>Takes the characters off the budget; false, and nothing taken, when they are too many.</summary>
    public bool TryTake(int characters)
    {
        if (characters > _left)
            return false;
        _left -= characters;
        return true;
    }
}
