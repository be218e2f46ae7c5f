# A person at a terminal: sees a question in the live view, presses KEY, and leaves. Prints the screen, then what the command wrote and its exit status.
view() { tmux -L "vitrine-$$" -f /dev/null "$@"; }
export TMUX_TMPDIR=$PWD TERM=xterm-256color
view new-session -d -x 140 -y 40 "\"$VITRINE\" watch"
"$VITRINE" run -q -- /usr/bin/nice /usr/bin/printf hello >said 2>complained &
run=$!
# The keys are its last line: what is above stands there by then.
for _ in $(seq 100); do view capture-pane -p | grep -q 'n refuse' && break; sleep 0.1; done
view capture-pane -p
view send-keys "$1"
wait $run
echo "exit $?"
cat said
view send-keys q
for _ in $(seq 100); do view list-sessions >/dev/null 2>&1 || { echo; echo "left the view"; break; }; sleep 0.1; done
view kill-server 2>/dev/null
