;;; test.el --- The server in a real Emacs with eglot  -*- lexical-binding: t -*-

;;; Commentary:

;; Started by run.sh.  NUMPY_CAPI_FIXTURE is the C file to copy, NUMPY_CAPI_DOCUMENTED the configuration of
;; docs/editors.md, NUMPY_CAPI_INCLUDES the header directories for the compiler, separated by colons.

;;; Code:

(dolist (directory (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/*"))
  (when (< emacs-major-version 29)
    (add-to-list 'load-path directory)))
(setq native-comp-enable-subr-trampolines nil
      comp-enable-subr-trampolines nil
      native-comp-jit-compilation nil
      make-backup-files nil
      create-lockfiles nil)
(require 'cl-lib)
(require 'flymake)
(require 'eglot)
(load (getenv "NUMPY_CAPI_DOCUMENTED") nil t t)
(setq eglot-sync-connect 30
      eglot-send-changes-idle-time 0.05
      flymake-no-changes-timeout 0.1)

(defvar patience 20 "How long anything may take, in seconds.")
(defvar passed 0)
(defvar failed 0)
(defvar skipped 0)

(defun say (format &rest arguments)
  "Print FORMAT with ARGUMENTS on a line of standard output."
  (princ (concat (apply #'format format arguments) "\n")))

(defun check (name body)
  "Call BODY, whose result is a remark, and count it under NAME.  The remark `skip' makes it a skipped one."
  (condition-case problem
      (let ((remark (funcall body)))
        (if (eq remark 'skip)
            (progn (cl-incf skipped) (say "skipped: %s" name))
          (cl-incf passed)
          (say "ok   %s%s" name (if (stringp remark) (concat ": " (replace-regexp-in-string "[ \n]+" " " remark)) ""))))
    (error
     (cl-incf failed)
     (setq patience 5)
     (say "FAIL %s: %s" name (error-message-string problem)))))

(defun wait-for (what test)
  "Wait until TEST gives something, and give that; WHAT is for the error otherwise."
  (let ((end (+ (float-time) patience)) result)
    (while (and (not (setq result (funcall test))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (or result (error "%s" what))))

(defun diagnostics ()
  "Give the diagnostics that Flymake has now."
  (flymake-start)
  (flymake-diagnostics))

(defun leaks ()
  "Give the diagnostics about `factors'."
  (cl-remove-if-not (lambda (diagnostic) (string-match-p "factors" (flymake-diagnostic-text diagnostic))) (diagnostics)))

(defun leak-here ()
  "Give the diagnostic of the first early return that leaks."
  (find-text "if (values == NULL)")
  (forward-line 1)
  (let ((line (line-number-at-pos)))
    (wait-for (format "no diagnostic about factors on line %d" line)
              (lambda ()
                (cl-find-if (lambda (leak) (= line (line-number-at-pos (flymake-diagnostic-beg leak)))) (leaks))))))

(defun find-text (text)
  "Put point behind the first occurrence of TEXT."
  (goto-char (point-min))
  (search-forward text))

(defun attached ()
  (eglot-ensure)
  (run-hooks 'post-command-hook)
  (wait-for "eglot does not manage the buffer" (lambda () (and (eglot-current-server) (eglot-managed-p))))
  (car (process-command (jsonrpc--process (eglot-current-server)))))

(defun finding ()
  (flymake-mode 1)
  (substring (flymake-diagnostic-text (leak-here)) 0 60))

(defun hover ()
  (find-text "PyArray_FROM_OTF")
  (backward-char 3)
  (let (shown)
    (eglot-hover-eldoc-function (lambda (text &rest _) (setq shown text)))
    (wait-for "no hover" (lambda () shown))
    (let ((text (replace-regexp-in-string "\\*" "" (substring-no-properties shown))))
      (cl-assert (string-match-p "returns new reference" text) t text)
      (substring text 0 70))))

(defun completion ()
  (find-text "NPY_ARRAY_IN_ARRAY")
  (insert " | NPY_ARRAY_ENS")
  (unwind-protect
      (let* ((found (eglot-completion-at-point))
             (names (all-completions "NPY_ARRAY_ENS" (nth 2 found) (plist-get (nthcdr 3 found) :predicate))))
        (cl-assert (cl-some (lambda (name) (string-prefix-p "NPY_ARRAY_ENSURECOPY" name)) names) t "%S" names)
        (mapconcat #'substring-no-properties names " "))
    (delete-char (- (length " | NPY_ARRAY_ENS")))
    ;; No idle timer runs in batch mode.  Without this the diagnostics of the longer text would stay, at positions behind
    ;; their lines.
    (eglot--signal-textDocument/didChange)))

(defun code-action ()
  (let* ((leak (leak-here))
         (actions (append (eglot-code-actions (flymake-diagnostic-beg leak) (flymake-diagnostic-end leak) nil nil) nil))
         (repair (cl-find-if (lambda (action) (string-match-p "goto-fail" (plist-get action :title))) actions)))
    (cl-assert repair t "%S" (mapcar (lambda (action) (plist-get action :title)) actions))
    ;; As choosing it in the menu does, in new versions of eglot and in old ones.
    (if (fboundp 'eglot-execute)
        (eglot-execute (eglot-current-server) repair)
      (eglot--apply-workspace-edit (plist-get repair :edit)))
    (find-text "goto fail;")
    (mapconcat (lambda (action) (plist-get action :title)) actions " | ")))

(defun finding-gone ()
  (find-text "goto fail;")
  (eglot--signal-textDocument/didChange)
  (wait-for "a finding about factors is left" (lambda () (null (leaks)))))

(defun saved ()
  (save-buffer)
  (with-temp-buffer
    (insert-file-contents (getenv "NUMPY_CAPI_SAVED"))
    (cl-assert (save-excursion (re-search-forward "^ *fail:" nil t)))
    (cl-assert (save-excursion (re-search-forward "Py_XDECREF( *factors *)" nil t)))))

(defun compiles ()
  (let ((includes (split-string (or (getenv "NUMPY_CAPI_INCLUDES") "") ":" t)))
    (if (null includes)
        'skip
      (with-temp-buffer
        (let ((status (apply #'call-process "gcc" nil t nil "-fsyntax-only" "-Wall" "-Werror" (getenv "NUMPY_CAPI_SAVED")
                             (mapcar (lambda (directory) (concat "-I" directory)) includes))))
          (unless (eql status 0)
            (error "%s" (buffer-string))))))))

(say "Emacs %s" emacs-version)
(let* ((directory (file-name-as-directory (make-temp-file "numpy-capi" t)))
       (file (expand-file-name "leak.c" directory))
       (project-find-functions (list (lambda (_) (cons 'transient directory))))
       (print-length 20))
  (copy-file (getenv "NUMPY_CAPI_FIXTURE") file)
  (setenv "NUMPY_CAPI_SAVED" file)
  (with-current-buffer (find-file-noselect file)
    ;; eglot shows a hover only where the buffer is on display.
    (switch-to-buffer (current-buffer))
    (check "the server attaches" #'attached)
    (check "the finding on its line" #'finding)
    (check "hover over PyArray_FROM_OTF" #'hover)
    (check "completion of flags" #'completion)
    (check "the code action goto-fail" #'code-action)
    (check "the finding is gone" #'finding-gone)
    (check "the saved file has the clean-up" #'saved)
    (check "the saved file compiles" #'compiles)
    (ignore-errors (eglot-shutdown (eglot-current-server)))
    (set-buffer-modified-p nil))
  (delete-directory directory t))
(say "%d passed, %d failed%s" passed failed (if (> skipped 0) (format ", %d skipped" skipped) ""))
(kill-emacs (if (> failed 0) 1 0))

;;; test.el ends here
