using System.Text;

namespace Vitrine.Gateway.Model;

/// <summary>A block of an answer: text, or one call.</summary>
internal abstract record ModelBlock
{
    private ModelBlock()
    {
    }

    /// <summary>Text; neighbouring deltas are one block.</summary>
    internal sealed record Text(string Value) : ModelBlock;

    /// <summary>A call with its complete arguments.</summary>
    internal sealed record Call(ModelEvent.CallStarted Start, string Arguments) : ModelBlock;
}

/// <summary>
/// The events of an answer gathered into blocks: what a client that does not stream gets, and what the last event of a Responses stream repeats.
/// Also the one place that checks the order of events; an event out of order is a fault of the provider and throws.
/// </summary>
internal sealed class ModelAnswer
{
    private readonly List<ModelBlock> _blocks = [];
    private readonly StringBuilder _open = new();
    private ModelEvent.CallStarted? _call;
    private bool _text;

    /// <summary>The answer's id without prefix; null until it began.</summary>
    public string? Id { get; private set; }

    /// <summary>The blocks that are complete.</summary>
    public IReadOnlyList<ModelBlock> Blocks => _blocks;

    /// <summary>The usage as last heard.</summary>
    public ModelUsage Usage { get; private set; }

    /// <summary>Why it ended; null while it runs.</summary>
    public FinishReason? Reason { get; private set; }

    /// <summary>Whether a text block is open.</summary>
    public bool TextOpen => _text;

    /// <summary>Takes the next event.</summary>
    /// <exception cref="InvalidOperationException">The event may not stand here.</exception>
    public void Add(ModelEvent next)
    {
        bool first = Id is null;
        if (Reason is not null || first != next is ModelEvent.Started || _call is not null != next is ModelEvent.ArgumentsDelta or ModelEvent.CallEnded)
            throw new InvalidOperationException($"The provider sent {next.GetType().Name} where it may not stand.");
        switch (next)
        {
            case ModelEvent.Started started:
                (Id, Usage) = (started.Id, started.Usage);
                break;
            case ModelEvent.TextDelta delta:
                _text = true;
                _open.Append(delta.Text);
                break;
            case ModelEvent.CallStarted start:
                CloseText();
                _call = start;
                break;
            case ModelEvent.ArgumentsDelta delta:
                _open.Append(delta.Text);
                break;
            case ModelEvent.CallEnded:
                _blocks.Add(new ModelBlock.Call(_call!, Take()));
                _call = null;
                break;
            case ModelEvent.UsageKnown known:
                Usage = known.Usage;
                break;
            case ModelEvent.Finished finished:
                CloseText();
                Reason = finished.Reason;
                break;
        }
    }

    private void CloseText()
    {
        if (_text)
            _blocks.Add(new ModelBlock.Text(Take()));
        _text = false;
    }

    private string Take()
    {
        string value = _open.ToString();
        _open.Clear();
        return value;
    }
}
